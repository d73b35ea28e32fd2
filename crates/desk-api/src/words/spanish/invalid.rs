//! What is wrong with what somebody typed, in Spanish.

use super::{super::capital, day};
use clinic_domain::invalid::{Field, Problem};

pub(super) fn invalid(of: Field, problem: Problem) -> String {
    format!("{}: {}.", capital(field(of)), why(problem))
}

/// Where all that is known is that it is wrong.
pub(super) fn not_taken(of: Field) -> String {
    format!("{}: no está dentro de lo permitido.", capital(field(of)))
}

fn field(field: Field) -> &'static str {
    use Field as F;
    match field {
        F::Address => "dirección",
        F::Alert => "aviso",
        F::AppointmentType => "tipo de cita",
        F::InsteadOf => "la cita perdida",
        F::TriageTargets => "minutos hasta la atención",
        F::OverbookLanes => "sobrecupos de una sesión",
        F::FollowUpWeeks => "semanas hasta el control",
        F::ConfirmDetailsDays => "días hasta confirmar de nuevo los datos",
        F::LateArrivalMinutes => "minutos hasta llegar tarde",
        F::Verified => "datos comprobados",
        F::AutoLockMinutes => "minutos hasta el bloqueo",
        F::BirthDate => "fecha de nacimiento",
        F::Buffers => "tiempo antes y después",
        F::BusinessHours => "horario de apertura",
        F::CallAgain => "hora de la próxima llamada",
        F::ChangeoverMinutes => "minutos entre dos citas",
        F::Columns => "columnas",
        F::ContactPoint => "número o enlace",
        F::Count => "número de citas",
        F::CoveragePayer => "aseguradora",
        F::CoverageValidFrom => "comienzo de la cobertura",
        F::CoverageValidTo => "fin de la cobertura",
        F::Date => "fecha",
        F::Day => "día del mes",
        F::DefaultZone | F::Zone => "zona horaria",
        F::Due => "día en que toca",
        F::NoticeMinutes => "minutos de aviso",
        F::Note => "nota",
        F::Provider => "profesional",
        F::WindowDays => "días antes y después",
        F::DurationMinutes | F::Minutes => "duración en minutos",
        F::Email => "correo electrónico",
        F::EveryNMonths => "cada cuántos meses",
        F::EveryNWeeks => "cada cuántas semanas",
        F::FamilyName => "apellidos",
        F::File => "archivo",
        F::FirstDay | F::ValidFrom => "primer día",
        F::Folder => "carpeta",
        F::From => "comienzo",
        F::GivenNames => "nombres",
        F::GridMinutes => "minutos entre comienzos",
        F::HeaderRow => "fila con los nombres de las columnas",
        F::JoinLink => "enlace de las citas por video",
        F::Kind => "clase",
        F::LastDay | F::Until | F::ValidTo => "último día",
        F::Location => "sede",
        F::Login => "nombre de usuario",
        F::Name => "nombre",
        F::Needs => "quién y qué hace falta",
        F::NewPassword => "contraseña nueva",
        F::OrganizationName => "nombre de la clínica",
        F::OwnProvider => "profesional habitual",
        F::Patient => "paciente",
        F::Pattern => "repetición",
        F::Phone => "teléfono",
        F::Phones => "teléfonos",
        F::Places => "plazas",
        F::PrecededBy => "lo que va primero",
        F::Preferences => "preferencias",
        F::PreferredName => "nombre preferido",
        F::ReleaseDays => "días antes en que se admite todo tipo de cita",
        F::Reserve => "parte que se reserva",
        F::Reason => "motivo",
        F::Resource => "profesional, sala o equipo",
        F::Roles => "funciones",
        F::EmergencyNumber => "número al que se llama",
        F::EmergencyScript => "lo que se dice",
        F::EmergencyWords => "palabras",
        F::Model => "modelo",
        F::ReviewedBy => "revisado por",
        F::Seconds => "segundos",
        F::AcceptsRemote => "que las palabras salgan de este PC",
        F::SamePersonAs => "la misma persona",
        F::Sessions => "horarios",
        F::Slug => "nombre en las direcciones",
        F::Start => "hora de comienzo",
        F::To => "fin",
        F::Travel => "minutos entre sedes",
        F::Website => "sitio web",
        F::Weekday => "día de la semana",
        F::Weekdays => "días de la semana",
        F::AccessMinutes => "minutos que vale un permiso de acceso",
        F::Answer => "respuesta",
        F::Body => "texto del mensaje",
        F::Department => "departamento",
        F::ExportRoles => "funciones que pueden exportar",
        F::IdleMinutes => "minutos sin actividad",
        F::Keywords => "palabras clave",
        F::Language => "idioma",
        F::LicenseNumber => "número de licencia",
        F::MfaRoles => "funciones con segundo factor",
        F::Narrowed => "campos que una función ve menos",
        F::LendDays => "días que se ceden horas a una sede",
        F::OfflineLeaseDays => "días que un puesto trabaja sin conexión",
        F::PasswordMinimum => "caracteres de una contraseña",
        F::Question => "pregunta",
        F::RefreshHours => "horas que vale una sesión sin uso",
        F::SessionHours => "horas de una sesión",
        F::Specialties => "especialidades",
        F::StepUpMinutes => "minutos que vale el segundo factor",
        F::Subject => "asunto",
        F::Within => "periodo",
        F::WrittenAt => "hora del papel",
    }
}

fn why(problem: Problem) -> String {
    use Problem as P;
    match problem {
        P::Needed => "hace falta",
        P::NeededToTellApart => "hace falta para distinguir a los pacientes",
        P::OneNeeded => "hace falta al menos una",
        P::ProviderNeeded => "una cita necesita un profesional",
        P::NotChosen => "aún no se ha elegido",
        P::TooLong => "demasiado largo",
        P::AtMost { most } => return format!("como máximo {most}"),
        P::OutOfRange { least, most } => return format!("de {least} a {most}"),
        P::MoreThanKibibytes { most } => return format!("más de {most} KiB"),
        P::NotALogin => "letras, cifras, puntos y guiones, hasta 64",
        P::NotAPhone => "solo cifras, espacios y + - ( )",
        P::NotAnEmail => "una dirección, como recepcion@clinica.example",
        P::NotASlug => "minúsculas, cifras y guiones, de 2 a 63",
        P::NotALink => "un enlace que empiece por https://",
        P::NotPlainWords => "solo palabras: letras, cifras, espacios, apóstrofos y guiones",
        P::NotAWholePath => "una ruta completa, como /media/backup",
        P::NotADate => "una fecha, como 2026-11-23",
        P::NotALocalTime => "una hora local, como 2026-11-23T09:00",
        P::NotATimeOfDay => "una hora del día, como 09:30",
        P::NotAZone => "una zona, como America/New_York",
        P::NotAGrid => "5, 10, 15, 20, 30 o 60",
        P::DoesNotExist => "no existe",
        P::NoLongerInUse => "ya no se usa",
        P::WrongKind => "se nombra algo de otra clase",
        P::NotInOrder => "lo más urgente no puede esperar más que lo menos urgente",
        P::SameAsBefore => "igual que antes",
        P::CannotChange => "no se puede cambiar",
        P::NotForStaff => "los pacientes y los cuidadores no forman parte del personal",
        P::AlreadyThere => "ya existe",
        P::NotALanguage => "el código de un idioma, como en o es",
        P::NotPlainText => "solo texto sin formato",
        P::NotInTextMessages => "un mensaje de texto no lo lleva",
        P::UnknownPlaceholder => "entre llaves va un nombre que este tipo de mensaje conoce, como {date}",
        P::PlaceholderNeeded { placeholder } => return format!("falta {{{placeholder}}}"),
        P::AdministratorNeeded => "tiene que incluir a los administradores",
        P::Widens => "una clínica solo puede restringir",
        P::StaysWithPatient => "un cuidador se queda con su paciente",
        P::BeforeItsBeginning => "antes del comienzo",
        P::NotAfterItsBeginning => "no es posterior al comienzo",
        P::InThePast => "está en el pasado",
        P::InTheFuture => "está en el futuro",
        P::Over130YearsAgo => "hace más de 130 años",
        P::OverTwoWeeksAgo => "está más de dos semanas atrás",
        P::OverTwoWeeksAhead => "más de dos semanas adelante",
        P::OverTwoMonths => "más de dos meses adelante",
        P::OverTwoYears => "dos años como máximo",
        P::OverTenYearsAhead => "de aquí a diez años como máximo",
        P::NeverHappens => "no hay ningún día así",
        P::SessionWithoutLength { weekday } => {
            return format!("uno del {} no termina después de comenzar", super::weekday(weekday));
        }
        P::SessionsOverlap { weekday, from, to } => {
            return format!("dos se solapan el {}, {}–{}", super::weekday(weekday), from.text(), to.text());
        }
        P::OtherHoursThen { day: date, from, to } => {
            return format!(
                "hay otro horario a la misma hora el {}, {}–{}",
                day(date),
                from.text(),
                to.text()
            );
        }
        P::ElsewhereThen { day: date, from, to } => {
            return format!(
                "esta persona atiende en otra sede el {}, {}–{}",
                day(date),
                from.text(),
                to.text()
            );
        }
        P::SharedByVisits => "solo donde cabe una cita a la vez",
        P::SameLocation => "una persona figura una sola vez en cada sede",
        P::NamesAnother => "esa ficha remite a otra: elija esa otra",
        P::NamedByOthers => "otras fichas remiten a esta",
        P::OfAnotherPatient => "es una cita de otro paciente",
        P::NotInRecord => "solo admite datos que constan en el expediente",
        P::NotInPerson => "a quien está en el mostrador no se le atiende por teléfono ni por video",
        P::NoRoomNeeded => "una cita por teléfono o video no necesita sala",
        P::NotNeededByType => "este tipo de cita no lo necesita",
        P::NoLength => "una cita dura algo",
        P::LongerThanAVisit => "más de lo que puede durar una cita",
        P::OutsideTheVisit => "una parte queda fuera de la cita",
    }
    .to_owned()
}
