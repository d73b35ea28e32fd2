use super::{Notices, Page, Replies, Words};
use clinic_domain::{
    message::{MessageChannel as C, MessageKind as K},
    security::SecurityRule,
};

pub static WORDS: Words = Words {
    weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    date: |weekday, day, month, year| format!("{weekday}, {day} de {month} de {year}"),
    time: |hour, minute| format!("{hour}:{minute:02}"),
    template,
    page: Page {
        language: "es",
        title: "Su cita",
        greeting: "Hola,",
        visit_on: "Su cita es el",
        question: "¿Qué desea hacer?",
        confirm: "Confirmar la cita",
        cancel: "Cancelar la cita",
        call: "Pedir que me llamen",
        confirmed: "Gracias. Su cita está confirmada.",
        cancelled: "Su cita está cancelada.",
        will_call: "Gracias. Le llamaremos.",
        too_late_to_cancel: "Esta cita ya no se puede cancelar aquí. Llámenos o pida que le llamemos.",
        gone: "Este enlace ya no es válido.",
        phone: "Nuestro teléfono:",
        back: "Volver a la cita",
    },
    replies: Replies {
        confirm: &["si", "s", "confirmar", "confirmo"],
        cancel: &["cancelar", "anular", "no"],
        call: &["llamar", "llamenme", "llamada"],
    },
    notice: Notices {
        invitation: |clinic, code| {
            (
                format!("Su acceso a {}", clinic.name),
                format!(
                    "Le invitan a trabajar con {}.\n\nElija su contraseña en la aplicación, para la organización {}, con este \
                     código. Funciona una sola vez, durante tres días:\n\n{code}\n\nSi no lo esperaba, no haga nada.",
                    clinic.name, clinic.slug
                ),
            )
        },
        password_reset: |clinic, code| {
            (
                "Una contraseña nueva".to_owned(),
                format!(
                    "Le dieron un código para una contraseña nueva en {}. Escríbalo en la aplicación, para la organización \
                     {}. Funciona una sola vez, durante 30 minutos:\n\n{code}\n\nSi no lo pidió, avise a su administrador.",
                    clinic.name, clinic.slug
                ),
            )
        },
        password_request: |clinic, code| {
            (
                "Su contraseña nueva".to_owned(),
                format!(
                    "Alguien pidió una contraseña nueva para su cuenta en {}. Si fue usted, escriba este código, para la \
                     organización {}. Funciona una sola vez, durante 30 minutos:\n\n{code}\n\nSi no fue usted, no haga \
                     nada: su contraseña sigue siendo la misma.",
                    clinic.name, clinic.slug
                ),
            )
        },
        password_changed: |clinic| {
            (
                "Se cambió su contraseña".to_owned(),
                format!(
                    "La contraseña de su cuenta en {} se acaba de cambiar, y se cerraron sus demás sesiones.\n\nSi no fue \
                     usted, avise a su administrador de inmediato.",
                    clinic.name
                ),
            )
        },
        security_alert: |clinic, what| {
            (
                format!("Alerta de seguridad de {}", clinic.name),
                format!(
                    "Revise los eventos de seguridad de {}: {what}.\n\nLos detalles están solo en la aplicación.",
                    clinic.name
                ),
            )
        },
        rule,
    },
};

fn rule(rule: SecurityRule) -> &'static str {
    use SecurityRule as R;
    match rule {
        R::FailedSignInsAccount => "muchas contraseñas equivocadas para una cuenta",
        R::FailedSignInsAddress => "muchas contraseñas equivocadas desde una dirección",
        R::PasswordRequests => "se piden contraseñas nuevas una y otra vez",
        R::ReusedSession => "dos equipos usaron la misma sesión",
        R::NoRelation => "se abrió una ficha sin que haya una cita",
        R::MassReads => "se abrieron muchas más fichas que de costumbre",
        R::OffHours => "se abrió una ficha fuera del horario",
        R::SameSurname => "alguien abrió la ficha de quien lleva su apellido",
        R::TwoDevices => "una persona en dos puestos a la vez",
        R::BreakGlass => "se abrió una ficha por una emergencia",
        R::BreakGlassRate => "una persona abre fichas por emergencia una y otra vez",
        R::AuditFork => "se alteró el registro de auditoría",
        R::CrossTenant => "alguien intentó llegar a otra organización",
    }
}

fn template(kind: K, channel: C) -> (&'static str, &'static str) {
    match (kind, channel) {
        (K::Confirmation, C::Email) => (
            "Su cita del {date}",
            "Hola, {patient_name}:\n\nsu cita es el {date} a las {time}.\n\n{location}\n{address}\n\nPara confirmarla, \
             cancelarla o pedir que le llamemos:\n{answer_link}\n\n¿Preguntas? Llame al {phone}.\n\n{clinic_name}",
        ),
        (K::Confirmation, C::Sms) => (
            "",
            "{clinic_name}: su cita es el {date}, {time}. Para confirmarla, cancelarla o pedir una llamada: {answer_link}",
        ),
        (K::Reminder, C::Email) => (
            "Recordatorio: su cita del {date}",
            "Hola, {patient_name}:\n\nle recordamos su cita del {date} a las {time}.\n\n{location}\n{address}\n\nPara \
             confirmarla, cancelarla o pedir que le llamemos:\n{answer_link}\n\n¿Preguntas? Llame al {phone}.\n\n\
             {clinic_name}",
        ),
        (K::Reminder, C::Sms) => (
            "",
            "{clinic_name}: le recordamos su cita del {date}, {time}. Para confirmarla, cancelarla o pedir una llamada: \
             {answer_link}",
        ),
        (K::Moved, C::Email) => (
            "Su cita cambió al {date}",
            "Hola, {patient_name}:\n\nsu cita del {previous_date} a las {previous_time} cambió. Ahora es el {date} a las \
             {time}.\n\n{location}\n{address}\n\nPara confirmarla, cancelarla o pedir que le llamemos:\n{answer_link}\n\n\
             ¿Preguntas? Llame al {phone}.\n\n{clinic_name}",
        ),
        (K::Moved, C::Sms) => (
            "",
            "{clinic_name}: su cita del {previous_date}, {previous_time} cambió al {date}, {time}. Para confirmarla, \
             cancelarla o pedir una llamada: {answer_link}",
        ),
        (K::Cancellation, C::Email) => (
            "Su cita del {date} está cancelada",
            "Hola, {patient_name}:\n\nsu cita del {date} a las {time} está cancelada.\n\nPara pedir otra, llame al \
             {phone}.\n\n{clinic_name}",
        ),
        (K::Cancellation, C::Sms) => (
            "",
            "{clinic_name}: su cita del {date}, {time} está cancelada. Para pedir otra, llame al {phone}.",
        ),
        (K::WaitlistOffer, C::Email) => (
            "Una hora para su cita: {date}",
            "Hola, {patient_name}:\n\ntenemos una hora para usted: {date} a las {time}. La guardamos hasta {until}.\n\nPara \
             tomarla, llame al {phone}.\n\n{clinic_name}",
        ),
        (K::WaitlistOffer, C::Sms) => (
            "",
            "{clinic_name}: tenemos una hora para usted: {date}, {time}, guardada hasta {until}. Para tomarla, llame al \
             {phone}.",
        ),
        (K::Recall, C::Email) => (
            "Es hora de su próxima cita",
            "Hola, {patient_name}:\n\nes hora de su próxima cita. Para pedirla, llame al {phone}.\n\n{clinic_name}",
        ),
        (K::Recall, C::Sms) => {
            ("", "{clinic_name}: es hora de su próxima cita. Para pedirla, llame al {phone}.")
        }
    }
}
