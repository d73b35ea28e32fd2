//! The names that columns have in English and Spanish systems, and how like one of them a header is.

use super::field::{TableField, TableSubject};
use clinic_domain::fold::fold;

/// From 0 to 100: what is below [`LIKELY`] is offered and not taken.
pub(crate) type Score = u8;
pub(crate) const LIKELY: Score = 55;
const EXACT: Score = 100;
/// For names that other columns have too.
const VAGUE: Score = 75;
/// A name within a longer one.
const PART: Score = 90;

/// What the columns of this name may be, for a table about `subject`; the best first.
pub(crate) fn of_header(header: &str, subject: TableSubject) -> Vec<(TableField, Score)> {
    let name = Words::of(header);
    let mut found: Vec<(TableField, Score)> = NAMES
        .iter()
        .filter(|(field, ..)| field.is_of(subject))
        .filter_map(|(field, clear, vague)| {
            let best = |names, score| listed(names).map(|it| name.likeness(it, score)).max().unwrap_or(0);
            let score = best(clear, EXACT).max(best(vague, VAGUE));
            (score > 0).then_some((*field, score))
        })
        .collect();
    found.sort_by_key(|(field, score)| (std::cmp::Reverse(*score), *field));
    found
}

/// Whether some column is likely called so.
pub(crate) fn best_of_header(header: &str) -> Option<TableField> {
    let of = |subject| of_header(header, subject).first().copied();
    let all = TableSubject::ALL.iter().filter_map(|it| of(*it));
    all.max_by_key(|it| it.1).filter(|it| it.1 >= LIKELY).map(|it| it.0)
}

/// A column's name as words in one form: "PatientFirstName", "Nº Historia (NHC)".
struct Words {
    all: Vec<String>,
    /// Without whom the column is about, where that goes without saying.
    bare: Vec<String>,
    is_about_another: bool,
}

/// Words that add nothing to a name.
const EMPTY: &[&str] =
    &["a", "de", "del", "el", "en", "la", "las", "los", "of", "the", "dd", "mm", "yy", "yyyy", "aa", "aaaa"];
const PATIENT: &[&str] = &["client", "cliente", "pac", "paciente", "patient", "pt"];
/// A column about somebody else is only what its whole name says.
const OTHERS: &str = "alta, company, compania, conyuge, created, emergencia, emergencias, emergency, employer, empresa, \
    father, guarantor, guardian, insured, kin, last, madre, modified, mother, padre, pharmacy, referring, responsable, \
    school, spouse, subscriber, titular, tutor, ultima, updated";

impl Words {
    fn of(header: &str) -> Self {
        let outside = header
            .split_once(['(', '['])
            .map_or(header, |(it, _)| if it.trim().is_empty() { header } else { it });
        let folded = fold(&with_gaps(outside));
        let words = folded.split(' ').filter(|it| !it.is_empty() && !EMPTY.contains(it)).map(one_form);
        let all: Vec<String> = words.map(str::to_owned).collect();
        let mut bare = all.clone();
        bare.retain(|it| !PATIENT.contains(&it.as_str()));
        let is_about_another = all.iter().any(|word| listed(OTHERS).any(|it| it == word));
        Self { all, bare, is_about_another }
    }

    /// How much of the name `wanted` says.
    fn likeness(&self, wanted: &str, score: Score) -> Score {
        let wanted: Vec<&str> = wanted.split(' ').collect();
        if self.all == wanted {
            return score;
        }
        if self.bare == wanted {
            return score - 2;
        }
        let is_part = |words: &[String]| words.windows(wanted.len()).any(|it| it == wanted);
        if self.is_about_another || !is_part(&self.bare) {
            return 0;
        }
        let share =
            wanted.len() * usize::from(PART) * usize::from(score) / (self.bare.len() * usize::from(EXACT));
        Score::try_from(share).unwrap_or(0)
    }
}

/// "firstName2" as "first Name 2".
fn with_gaps(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for it in name.chars() {
        if (before.is_lowercase() && it.is_uppercase()) || (before.is_alphabetic() && it.is_ascii_digit()) {
            text.push(' ');
        }
        text.push(it);
        before = it;
    }
    text
}

/// One word for those that mean the same in every name.
fn one_form(word: &str) -> &str {
    match word {
        "no" | "n" | "nr" | "nro" | "num" | "numero" => "number",
        "codigo" | "cod" | "code" | "identificador" | "identifier" | "ident" => "id",
        "tel" | "telef" | "telefono" | "tfno" | "tlf" | "tlfno" | "phone" | "telephone" | "ph" | "fono" => {
            "phone"
        }
        "fec" | "fch" => "fecha",
        "nac" | "nacim" => "nacimiento",
        "apellidos" => "apellido",
        "nombres" => "nombre",
        "names" => "name",
        "addr" => "address",
        "appt" | "apt" | "appointments" | "booking" => "appointment",
        "citas" => "cita",
        "prov" | "doctor" | "dr" | "physician" | "clinician" | "practitioner" | "medico" | "profesional"
        | "doctora" | "facultativo" => "provider",
        "mins" | "min" | "minutos" => "minutes",
        other => other,
    }
}

/// Names in the one form of words: those that mean the field, and those that may mean another.
type Names = (TableField, &'static str, &'static str);

const NAMES: &[Names] = &[
    (
        TableField::RecordNumber,
        "mrn, record number, medical record number, medical record, chart, chart number, chart id, \
         patient id, patient number, patientid, account number, acct number, acct, pid, emr id, \
         ehr id, external id, historia, number historia, historia number, historia clinica, \
         number historia clinica, nhc, expediente, number expediente, id paciente, number paciente, \
         paciente id, ficha, number ficha, idpaciente, record id",
        "id, number, account, cliente, number cliente",
    ),
    (
        TableField::FullName,
        "full name, patient name, patient full name, name last first, last name first name, \
         name surname, nombre completo, nombre apellido, apellido nombre, nombre y apellido, \
         apellido y nombre, nombre paciente, fullname, patientname",
        "name, patient, paciente, client, nombre",
    ),
    (
        TableField::FamilyName,
        "last name, lastname, surname, family name, family, apellido, primer apellido, apellido 1, \
         apellido paterno, last, lname, name last",
        "paterno",
    ),
    (
        TableField::SecondFamilyName,
        "segundo apellido, apellido 2, apellido materno, second last name, second surname",
        "materno",
    ),
    (
        TableField::GivenNames,
        "first name, firstname, given name, given, forename, first, fname, name first, nombre pila, \
         nombre",
        "primer nombre, nombre 1",
    ),
    (
        TableField::MiddleName,
        "middle name, middlename, middle, middle initial, mi, segundo nombre, mname, nombre 2",
        "",
    ),
    (
        TableField::PreferredName,
        "preferred name, nickname, known as, goes by, nombre preferido, nombre sentido, apodo, alias",
        "",
    ),
    (
        TableField::BirthDate,
        "date birth, dob, birth date, birthdate, birthday, d o b, born, fecha nacimiento, \
         nacimiento, f nacimiento, fnac, fechanacimiento, fecha nacto",
        "",
    ),
    (TableField::Sex, "sex, gender, sexo, genero, administrative sex, birth sex", "m f, h m"),
    (
        TableField::MobilePhone,
        "mobile, mobile phone, cell, cell phone, cellphone, cellular, movil, phone movil, celular, \
         phone celular, phone mobile, mobile number, cell number, sms number",
        "",
    ),
    (
        TableField::HomePhone,
        "home phone, phone home, phone fijo, phone casa, fijo, phone particular, home, \
         phone domicilio",
        "",
    ),
    (TableField::WorkPhone, "work phone, phone work, business phone, phone trabajo, phone laboral", ""),
    (
        TableField::OtherPhone,
        "phone, phone number, phones, contact number, number phone, phone contacto, phone 1, \
         phone 2, phone 3, other phone, primary phone, main phone, daytime phone, day phone, \
         evening phone, alternate phone, phone principal, phone alternativo",
        "contact, contacto",
    ),
    (
        TableField::Email,
        "email, e mail, mail, email address, correo, correo electronico, direccion correo",
        "",
    ),
    (
        TableField::Street,
        "address, street, street address, address 1, address 2, address line 1, address line 2, \
         home address, direccion, domicilio, calle, direccion 1, direccion 2, mailing address",
        "",
    ),
    (TableField::City, "city, town, ciudad, poblacion, localidad, municipio", ""),
    (
        TableField::Region,
        "region, province, county, provincia, comunidad, departamento, state province",
        "state, st, estado",
    ),
    (
        TableField::PostalCode,
        "zip, zip id, zipcode, postal id, postcode, postalcode, post id, id postal, c p, cp",
        "",
    ),
    (TableField::Country, "country, pais", ""),
    (TableField::Language, "language, preferred language, lang, idioma, lengua, primary language", ""),
    (
        TableField::Payer,
        "insurance, insurance company, primary insurance, payer, payor, insurer, carrier, plan, \
         insurance plan, insurance name, aseguradora, compania, compania aseguradora, mutua, seguro, \
         entidad, obra social, prevision, eps, seguro provider, primary payer, compania seguro",
        "coverage, cobertura",
    ),
    (
        TableField::MemberId,
        "member id, member number, policy, policy number, subscriber id, insurance id, \
         insurance number, id number insurance, poliza, number poliza, number afiliado, afiliado, \
         number tarjeta, tarjeta, number asegurado, asegurado, policy id, number seguro",
        "",
    ),
    (
        TableField::OwnProvider,
        "primary provider, pcp, primary care provider, usual provider, default provider, \
         assigned provider, preferred provider, provider cabecera, provider habitual, \
         provider asignado",
        "provider",
    ),
    (
        TableField::EmergencyName,
        "emergency contact, emergency contact name, emergency name, contacto emergencia, \
         nombre contacto emergencia, next kin",
        "",
    ),
    (
        TableField::EmergencyPhone,
        "emergency phone, emergency contact phone, emergency number, phone emergencia, \
         phone contacto emergencia, phone emergencias",
        "",
    ),
    (
        TableField::Alert,
        "alert, alerts, note, notes, comment, comments, patient note, patient notes, remarks, memo, \
         aviso, avisos, alerta, alertas, nota, notas, observacion, observaciones, comentario, \
         comentarios",
        "",
    ),
    (TableField::Active, "active, is active, activo, patient status", "status, estado, situacion"),
    (
        TableField::Deceased,
        "deceased, date death, deceased date, death date, dod, fallecido, exitus, \
         fecha fallecimiento, fecha defuncion",
        "",
    ),
    (
        TableField::VisitNumber,
        "appointment id, appointment number, visit id, visit number, id cita, number cita, cita id, \
         event id, appointmentid",
        "id, number",
    ),
    (
        TableField::Start,
        "start, start date, appointment date, appointment date time, date, date time, datetime, \
         visit date, start date time, scheduled date, scheduled start, service date, starts, when, \
         appointment start, date appointment, fecha, fecha cita, fecha hora, fecha y hora, dia, \
         inicio, fecha inicio, comienzo, cita, fecha visita, starttime, startdate, fecha hora cita, \
         day, appointment, fecha consulta",
        "",
    ),
    (
        TableField::StartTime,
        "time, start time, appointment time, from, start, time start, visit time, hora, hora inicio, \
         hora cita, inicio, desde, hora comienzo, starttime, scheduled time, begin",
        "",
    ),
    (
        TableField::End,
        "end, end time, end date, finish, stop, to, until, ends, appointment end, fin, hora fin, \
         hasta, hora final, fecha fin, termino, endtime, scheduled end, end date time, hora termino",
        "",
    ),
    (
        TableField::Duration,
        "duration, length, minutes, duration minutes, appointment length, appointment duration, \
         duracion, duracion minutes, tiempo, length minutes, slot length",
        "",
    ),
    (
        TableField::VisitType,
        "appointment type, visit type, type, service, procedure, appointment reason type, tipo cita, \
         tipo, tipo visita, tipo consulta, prestacion, servicio, acto, type visit, event type, \
         service type, tratamiento, tipo atencion",
        "category, categoria, especialidad, specialty",
    ),
    (
        TableField::Provider,
        "provider, provider name, seen by, resource, with, staff, agenda, nombre provider, \
         rendering provider, attendant, con",
        "especialista, therapist, dentist, odontologo, terapeuta",
    ),
    (
        TableField::Room,
        "room, exam room, operatory, chair, sala, consulta, consultorio, gabinete, box, room name, \
         cabina",
        "",
    ),
    (
        TableField::Location,
        "location, facility, office, clinic, site, branch, location name, service location, centro, \
         clinica, sede, sucursal, consultorio sede, facility name, clinic name, department",
        "",
    ),
    (
        TableField::Status,
        "status, appointment status, visit status, state, estado, estado cita, confirmation status, \
         situacion, asistencia",
        "",
    ),
    (
        TableField::Reason,
        "reason, reason visit, reason for visit, chief complaint, complaint, visit reason, \
         appointment reason, motivo, motivo consulta, motivo cita, motivo visita, purpose",
        "",
    ),
    (
        TableField::Note,
        "note, notes, comment, comments, appointment note, appointment notes, remarks, nota, notas, \
         observacion, observaciones, comentario, comentarios, description, descripcion, memo, \
         visit notes",
        "",
    ),
];

fn listed(names: &'static str) -> impl Iterator<Item = &'static str> {
    names.split(", ").filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_in_two_languages() {
        use TableField as F;
        for (header, field) in [
            ("PatientFirstName", F::GivenNames),
            ("patient_last_name", F::FamilyName),
            ("Pt. DOB (mm/dd/yyyy)", F::BirthDate),
            ("Date of Birth", F::BirthDate),
            ("MRN", F::RecordNumber),
            ("Chart #", F::RecordNumber),
            ("Nº Historia", F::RecordNumber),
            ("Núm. de historia clínica", F::RecordNumber),
            ("Primer apellido", F::FamilyName),
            ("Apellido2", F::SecondFamilyName),
            ("Nombre", F::GivenNames),
            ("Apellidos y nombre", F::FullName),
            ("F. Nac.", F::BirthDate),
            ("Fecha de nacimiento", F::BirthDate),
            ("Sexo (H/M)", F::Sex),
            ("Teléfono móvil", F::MobilePhone),
            ("Tlf.", F::OtherPhone),
            ("Home Phone Number", F::HomePhone),
            ("E-mail", F::Email),
            ("C.P.", F::PostalCode),
            ("ZIP code", F::PostalCode),
            ("Población", F::City),
            ("Compañía aseguradora", F::Payer),
            ("Nº póliza", F::MemberId),
            ("Emergency Contact Phone", F::EmergencyPhone),
            ("Observaciones", F::Alert),
            ("Médico de cabecera", F::OwnProvider),
        ] {
            let found = of_header(header, TableSubject::Patients);
            assert_eq!(found.first().map(|it| it.0), Some(field), "{header}: {found:?}");
            assert!(found[0].1 >= LIKELY, "{header}: {found:?}");
        }
        for (header, field) in [
            ("Appt Date/Time", F::Start),
            ("Fecha de la cita", F::Start),
            ("Hora", F::StartTime),
            ("Hora fin", F::End),
            ("Duración (min)", F::Duration),
            ("Tipo de cita", F::VisitType),
            ("Profesional", F::Provider),
            ("Provider Name", F::Provider),
            ("Sala", F::Room),
            ("Centro", F::Location),
            ("Estado", F::Status),
            ("Motivo de consulta", F::Reason),
            ("Patient ID", F::RecordNumber),
            ("Appointment ID", F::VisitNumber),
            ("Patient", F::FullName),
        ] {
            let found = of_header(header, TableSubject::Appointments);
            assert_eq!(found.first().map(|it| it.0), Some(field), "{header}: {found:?}");
            assert!(found[0].1 >= LIKELY, "{header}: {found:?}");
        }
    }

    #[test]
    fn columns_about_others_are_left_alone() {
        for header in [
            "Guarantor first name",
            "Employer phone",
            "Insurance company phone",
            "Last visit date",
            "Color",
            "",
        ] {
            let found = of_header(header, TableSubject::Patients);
            assert!(found.first().is_none_or(|it| it.1 < LIKELY), "{header}: {found:?}");
        }
    }

    #[test]
    fn every_field_has_names_and_a_table() {
        for &field in TableField::ALL {
            assert_eq!(
                NAMES.iter().filter(|(it, names, _)| *it == field && !names.is_empty()).count(),
                1,
                "{field}"
            );
            assert!(TableSubject::ALL.iter().any(|it| field.is_of(*it)), "{field}");
        }
        for name in NAMES.iter().flat_map(|(_, clear, vague)| listed(clear).chain(listed(vague))) {
            let words = Words::of(name).all.join(" ");
            assert_eq!(words, name, "a name that no header can have");
        }
    }
}
