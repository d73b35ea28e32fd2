//! A capacity review of a made-up clinic, with every kind of section, to be looked at on paper:
//!
//! `cargo run -p clinic-interop --example review -- OUT.pdf [es]`; the tables stand beside it as `OUT.0.csv` and so on.

use chrono::{Days, NaiveDate};
use clinic_interop::review::{
    Align, Bar, Bars, Body, Cell, Column, Figure, Figures, Heat, HeatRow, Line, Lines, Number, Paper, Review,
    Section, Table, Tone, Words, csv, pdf,
};

/// Words and numbers of one language.
#[derive(Clone, Copy)]
struct Speech(bool);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let out = arguments.first().ok_or("name the file to write")?;
    let speech = Speech(arguments.get(1).is_some_and(|it| it == "es"));
    let (review, country) = (review(speech), speech.say("US", "ES"));
    std::fs::write(out, pdf::write(&review, Paper::of(&country))?)?;
    for file in csv::files(&review, csv::Dialect::of(&country)) {
        std::fs::write(format!("{}.{}.csv", out.trim_end_matches(".pdf"), file.section), file.bytes)?;
    }
    Ok(())
}

impl Speech {
    fn say(self, english: &str, spanish: &str) -> String {
        if self.0 { spanish } else { english }.to_owned()
    }

    fn number(self, value: f64, places: usize, unit: &str) -> Cell {
        Cell::Number(self.bare(value, places, unit))
    }

    fn bare(self, value: f64, places: usize, unit: &str) -> Number {
        let text = format!("{value:.places$}");
        let text = if self.0 { text.replace('.', ",") } else { text };
        Number { value, text: format!("{text}{unit}") }
    }
}

const PROVIDERS: [&str; 9] = [
    "Adeyemi, Folasade",
    "Castellanos Iturralde, María de los Ángeles",
    "Chen, Wei",
    "Kowalski, Łukasz",
    "Nguyễn, Thị Hà",
    "O’Brien, Siobhán",
    "Patel, Anjali",
    "Quiñones, José",
    "Åström, Björn",
];

fn review(s: Speech) -> Review {
    let section = |heading: [&str; 2], note: [&str; 2], body| Section {
        heading: s.say(heading[0], heading[1]),
        note: s.say(note[0], note[1]),
        body,
    };
    Review {
        title: s.say("Daily capacity review", "Revisión diaria de capacidad"),
        organization: s.say("Riverside Family Health", "Centro de Salud Ribera"),
        place: s.say("North Clinic and Harbor Clinic", "Consultorios Norte y Puerto"),
        period: s.say(
            "Thursday, November 26, 2026 and the next 14 days",
            "jueves, 26 de noviembre de 2026 y los 14 días siguientes",
        ),
        language: s.say("en-US", "es-ES"),
        made_at: NaiveDate::from_ymd_opt(2026, 11, 27)
            .and_then(|it| it.and_hms_opt(7, 42, 0))
            .unwrap_or_default(),
        made: s.say(
            "Made November 27, 2026, 7:42 AM by Dana Whitfield",
            "Hecho el 27 de noviembre de 2026, 7:42, por Ana Belén Ruiz",
        ),
        page: s.say("Page {page} of {pages}", "Página {page} de {pages}"),
        sections: vec![
            section(
                ["What needs a decision", "Lo que necesita una decisión"],
                ["By what it would give back, the most first.", "Por lo que devolvería, lo mayor primero."],
                words(s),
            ),
            section(["Yesterday in figures", "Ayer en cifras"], ["", ""], figures(s)),
            section(
                ["The next 14 days", "Los próximos 14 días"],
                [
                    "Booked minutes as a share of the minutes that the schedule gives, in percent.",
                    "Minutos citados como parte de los minutos que da el horario, en tanto por ciento.",
                ],
                heat(s),
            ),
            section(
                ["Utilisation on Thursdays", "Utilización en jueves"],
                [
                    "13 weeks, each Thursday compared with the ones before.",
                    "13 semanas, cada jueves comparado con los anteriores.",
                ],
                lines(s),
            ),
            section(
                ["Fill rate by visit type", "Ocupación por tipo de cita"],
                [
                    "Booked slots as a share of all slots that were offered.",
                    "Huecos citados como parte de los ofrecidos.",
                ],
                bars(s),
            ),
            section(
                ["Providers", "Profesionales"],
                [
                    "Last four weeks. No-shows as a share of the visits that were due.",
                    "Últimas cuatro semanas. Ausencias como parte de las citas previstas.",
                ],
                Body::Table(table(s)),
            ),
        ],
    }
}

fn words(s: Speech) -> Body {
    let words = |lead: [&str; 2], text: [&str; 2]| Words {
        lead: s.say(lead[0], lead[1]),
        text: s.say(text[0], text[1]),
    };
    Body::Words(vec![
        words(
            [
                "Open a session for Dr. Chen on Tuesday, December 8",
                "Abrir una consulta de la Dra. Chen el martes 8 de diciembre",
            ],
            [
                "The third next new-patient visit is 19 days away, against a goal of 10. Room 4 is free from 1:00 PM to 5:00 PM, and 11 people on the waitlist asked for a Tuesday.",
                "La tercera cita libre para pacientes nuevos está a 19 días; el objetivo es 10. La sala 4 está libre de 13:00 a 17:00 y 11 personas de la lista de espera pidieron un martes.",
            ],
        ),
        words(
            ["Release 14 held slots of Dr. Patel", "Liberar 14 huecos reservados de la Dra. Patel"],
            [
                "They are kept for urgent visits from November 30 to December 4; in the last 13 weeks 3 of 10 such slots were used.",
                "Se guardan para urgencias del 30 de noviembre al 4 de diciembre; en las últimas 13 semanas se usaron 3 de cada 10.",
            ],
        ),
        words(
            ["Four visits stand without a schedule", "Cuatro citas sin horario"],
            [
                "Dr. O’Brien’s session of December 2 was closed after they were booked.",
                "La consulta de la Dra. O’Brien del 2 de diciembre se cerró después de citarlas.",
            ],
        ),
    ])
}

fn figures(s: Speech) -> Body {
    let figure = |label: [&str; 2], value, note: [&str; 2]| Figure {
        label: s.say(label[0], label[1]),
        value,
        note: s.say(note[0], note[1]),
    };
    Body::Figures(Figures {
        columns: [s.say("Figure", "Cifra"), s.say("Value", "Valor"), s.say("Definition", "Definición")],
        figures: vec![
            figure(
                ["Utilisation", "Utilización"],
                s.number(87.4, 1, " %"),
                [
                    "Booked minutes of the minutes that sessions gave, without closed time.",
                    "Minutos citados de los que dieron las consultas, sin el tiempo cerrado.",
                ],
            ),
            figure(
                ["No-shows", "Ausencias"],
                s.number(6.2, 1, " %"),
                ["9 of 145 visits that were due.", "9 de 145 citas previstas."],
            ),
            figure(
                ["Third next available, new patient", "Tercera cita libre, paciente nuevo"],
                s.number(19.0, 0, s.say(" days", " días").as_str()),
                [
                    "The median over providers, counted at 7:00 AM.",
                    "La mediana de los profesionales, contada a las 7:00.",
                ],
            ),
            figure(
                ["Time to fill a gap", "Tiempo hasta llenar un hueco"],
                Cell::Text(s.say("Not known", "No se sabe")),
                [
                    "Fewer than 5 cancelled slots were filled again; a median would say nothing.",
                    "Se llenaron menos de 5 huecos cancelados; una mediana no diría nada.",
                ],
            ),
            figure(
                ["Lead time, median", "Antelación, mediana"],
                s.number(8.0, 0, s.say(" days", " días").as_str()),
                [
                    "From the booking to the visit; nine of ten within 31 days.",
                    "De la reserva a la cita; nueve de cada diez en 31 días.",
                ],
            ),
            figure(
                ["Change on the Thursday before", "Cambio frente al jueves anterior"],
                s.number(-3.5, 1, s.say(" points", " puntos").as_str()),
                ["Utilisation, in percentage points.", "Utilización, en puntos porcentuales."],
            ),
        ],
    })
}

fn heat(s: Speech) -> Body {
    let start = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap_or_default();
    let days = (0..14).filter_map(|it| start.checked_add_days(Days::new(it)));
    let names = [
        ["Mon", "lun"],
        ["Tue", "mar"],
        ["Wed", "mié"],
        ["Thu", "jue"],
        ["Fri", "vie"],
        ["Sat", "sáb"],
        ["Sun", "dom"],
    ];
    let columns: Vec<String> = days
        .zip(4..)
        .map(|(day, at)| format!("{}\n{}", s.say(names[at % 7][0], names[at % 7][1]), day.format("%d")))
        .collect();
    let rows = PROVIDERS.iter().enumerate().map(|(row, name)| {
        let cells = (0..14).map(|day: usize| {
            let share = (row * 37 + day * 23 + row * day * 11) % 118;
            match (day % 7, share) {
                (1 | 2, _) => (Tone::Closed, Cell::Text("–".to_owned())),
                (_, 101..) => (Tone::Over, s.number(share as f64, 0, "")),
                _ => (Tone::Grey(u8::try_from(share / 21).unwrap_or(4)), s.number(share as f64, 0, "")),
            }
        });
        HeatRow { name: (*name).to_owned(), cells: cells.collect() }
    });
    Body::Heat(Heat {
        corner: s.say("Provider", "Profesional"),
        columns,
        rows: rows.collect(),
        key: vec![
            (Tone::Grey(0), s.say("below 21 %", "menos del 21 %")),
            (Tone::Grey(2), s.say("42 to 62 %", "42 a 62 %")),
            (Tone::Grey(4), s.say("84 to 100 %", "84 a 100 %")),
            (Tone::Over, s.say("overbooked", "sobrecitado")),
            (Tone::Closed, s.say("no schedule", "sin horario")),
        ],
    })
}

fn lines(s: Speech) -> Body {
    let start = NaiveDate::from_ymd_opt(2026, 9, 3).unwrap_or_default();
    let points = (0..13).filter_map(|it| start.checked_add_days(Days::new(it * 7)));
    let value = |at: usize, of: usize| match (at, of) {
        (4, 1) => Cell::Text(s.say("closed", "cerrado")),
        _ => s.number(62.0 + ((at * 13 + of * 29) % 31) as f64, 0, ""),
    };
    let line = |name: &str, of: usize| Line {
        name: name.to_owned(),
        values: (0..13).map(|at| value(at, of)).collect(),
    };
    Body::Lines(Lines {
        corner: s.say("Percent", "Tanto por ciento"),
        points: points.map(|it| it.format(if s.0 { "%d/%m" } else { "%m/%d" }).to_string()).collect(),
        lines: vec![
            line(&s.say("North Clinic", "Norte"), 0),
            line(&s.say("Harbor Clinic", "Puerto"), 1),
            line(&s.say("All", "Todos"), 2),
        ],
        ticks: [50.0, 75.0, 100.0].map(|it| s.bare(it, 0, " %")).to_vec(),
        summary: s.say(
            "Utilisation of two clinics on 13 Thursdays, between 62 and 92 percent.",
            "Utilización de dos consultorios en 13 jueves, entre 62 y 92 por ciento.",
        ),
    })
}

fn bars(s: Speech) -> Body {
    let bar = |name: [&str; 2], value: f64, tone| Bar {
        name: s.say(name[0], name[1]),
        value: s.number(value, 1, " %"),
        tone,
    };
    Body::Bars(Bars {
        columns: [s.say("Visit type", "Tipo de cita"), s.say("Fill rate", "Ocupación")],
        bars: vec![
            bar(["New patient", "Paciente nuevo"], 98.2, Tone::Grey(4)),
            bar(["Follow-up", "Revisión"], 91.5, Tone::Grey(4)),
            bar(["Same-day urgent", "Urgente del día"], 34.0, Tone::Closed),
            bar(["Annual physical", "Revisión anual"], 76.8, Tone::Grey(4)),
            bar(["Telehealth", "Teleconsulta"], 58.1, Tone::Grey(4)),
            Bar {
                name: s.say("Procedure", "Procedimiento"),
                value: Cell::Text(s.say("Not known", "No se sabe")),
                tone: Tone::Grey(4),
            },
        ],
        aim: Some((85.0, s.say("Goal 85 %", "Objetivo 85 %"))),
        key: vec![(Tone::Closed, s.say("held back on purpose", "reservado a propósito"))],
    })
}

fn table(s: Speech) -> Table {
    let column = |name: [&str; 2], unit: [&str; 2], align| Column {
        name: s.say(name[0], name[1]),
        unit: s.say(unit[0], unit[1]),
        align,
    };
    let rows = (0..46).map(|at| {
        let number = |by: usize, from: usize, to: usize| (from + (at * by) % (to - from)) as f64;
        let note = match at % 9 {
            1 => s.say(
                "On leave from November 30; her visits are moved to Dr. Chen.",
                "De permiso desde el 30 de noviembre; sus citas pasan a la Dra. Chen.",
            ),
            4 => "=HYPERLINK(\"http://example.invalid\")".to_owned(),
            _ => String::new(),
        };
        vec![
            Cell::Text(PROVIDERS[at % 9].to_owned()),
            s.number(number(7, 40, 190), 0, ""),
            s.number(number(13, 60, 101) + 0.4, 1, ""),
            s.number(number(3, 2, 14) + 0.5, 1, ""),
            s.number(number(5, 0, 13) - 6.5, 1, ""),
            Cell::Text(note),
        ]
    });
    Table {
        columns: vec![
            column(["Provider", "Profesional"], ["", ""], Align::Left),
            column(["Visits", "Citas"], ["", ""], Align::Right),
            column(["Utilisation", "Utilización"], ["%", "%"], Align::Right),
            column(["No-shows", "Ausencias"], ["%", "%"], Align::Right),
            column(
                ["Change on the four weeks before", "Cambio frente a las cuatro anteriores"],
                ["points", "puntos"],
                Align::Right,
            ),
            column(["Note", "Nota"], ["", ""], Align::Left),
        ],
        rows: rows.collect(),
        total: Some(vec![
            Cell::Text(s.say("All", "Todos")),
            s.number(5210.0, 0, ""),
            s.number(80.9, 1, ""),
            s.number(7.6, 1, ""),
            s.number(-0.4, 1, ""),
        ]),
    }
}
