//! Why a record or a file was not taken, in Spanish.

use desk_app::import::{ImportError, ImportErrorCode, Reason, Warning};

pub fn import_reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Malformed => "No tiene la forma de su tipo.",
        Reason::NoResource => "La entrada no contiene ningún registro.",
        Reason::NestedTooDeep => "Está anidado más de lo que lo está un registro real.",
        Reason::NoIdentity => "No tiene identificador, así que otra importación no podría reconocerlo.",
        Reason::NameMissing => "No tiene nombre.",
        Reason::RepeatedDifferently => {
            "Otro registro de estos archivos tiene el mismo identificador y dice otra cosa; se tomó aquel."
        }
        Reason::IdentityConflict => "Aquí este identificador es de otra persona.",
        Reason::ChangedHere => "Alguien lo ha cambiado aquí desde que se importó.",
        Reason::EnteredInError => "Su propio sistema lo marca como creado por error.",
        Reason::StatusUnknown => "Su estado no es ninguno de los del estándar.",
        Reason::NotAPlaceToBook => "No es un lugar donde se reserven citas.",
        Reason::ZoneMissing => "El archivo no indica su zona horaria. Elija una arriba y mire de nuevo.",
        Reason::LocationMissing => "Nada indica en qué sede está.",
        Reason::StartMissing => "No tiene comienzo.",
        Reason::DateOnly => "Tiene fecha pero no hora.",
        Reason::OffsetMissing => "Su hora no indica la diferencia con UTC, así que podría ser una de varias.",
        Reason::DateInvalid => "Su fecha u hora no existe.",
        Reason::DateOutOfRange => "Su fecha está demasiado lejos de hoy para ser real.",
        Reason::EndBeforeStart => "Termina antes de empezar.",
        Reason::LengthMissing => "No tiene ni fin ni duración.",
        Reason::LongerThanAVisit => "Es un ingreso, más largo que cualquier cita.",
        Reason::PatientMissing => "No nombra a ningún paciente.",
        Reason::PatientUnresolved => "Su paciente no está ni en estos archivos ni aquí.",
        Reason::ProviderMissing => "No nombra a ningún profesional.",
        Reason::ProviderUnresolved => "Su profesional no está ni en estos archivos ni aquí.",
        Reason::PatientAmbiguous => "Varias personas podrían ser su paciente; no se supone ninguna.",
        Reason::NameAmbiguous => "Aquí varios profesionales o salas llevan el nombre que indica.",
        Reason::LocationUnresolved => "Nombra una sede que esta clínica no tiene.",
        Reason::CellsDiffer => "Tiene más o menos celdas que columnas tiene la tabla.",
        Reason::Undecodable => "Tiene letras que no existen en la codificación elegida.",
        Reason::TooLong => "Una de sus celdas es más larga de lo que se admite aquí.",
        Reason::Formula => "Una de sus celdas es una fórmula de hoja de cálculo, no un valor.",
        Reason::ScheduleUnresolved => "Su agenda no está ni en estos archivos ni aquí.",
    }
}

pub fn table_row(row: u32, id: Option<&str>) -> String {
    match id {
        Some(id) => format!("fila {row} ({id})"),
        None => format!("fila {row}"),
    }
}

pub fn import_error(error: &ImportError) -> String {
    use ImportErrorCode as C;
    let sentence = match error.code {
        C::Empty => "El archivo está vacío.",
        C::TooLarge => "El archivo es demasiado grande. Divídalo e importe las partes una tras otra.",
        C::UnpacksTooLarge => {
            "Descomprimido, el archivo es demasiado grande. Divídalo e importe las partes una tras otra."
        }
        C::DamagedGzip => "El archivo comprimido está dañado o incompleto. Consígalo de nuevo.",
        C::Archive => "El archivo es un paquete comprimido. Descomprímalo y elija los archivos que contiene.",
        C::NotUtf8 => "El texto del archivo no está en UTF-8. Expórtelo en UTF-8.",
        C::TooManyRecords => {
            "Los archivos contienen más registros de los que admite una importación. Impórtelos en varios pasos."
        }
        C::BrokenJson => "El archivo no es JSON válido: puede estar incompleto.",
        C::NotFhir => "El archivo es JSON, pero no un recurso FHIR.",
        C::FhirDstu2 => "El archivo está en FHIR DSTU2. Expórtelo como FHIR R4.",
        C::FhirR5 => "El archivo está en FHIR R5. Expórtelo como FHIR R4.",
        C::FhirXml => "El archivo es FHIR en XML. Expórtelo como JSON.",
        C::ClinicalDocument => {
            "El archivo es un documento clínico (CDA). Exporte los registros como FHIR R4."
        }
        C::Hl7V2 => "El archivo contiene mensajes HL7 versión 2. Exporte los registros como FHIR R4.",
        C::ICalendar => "El archivo es un calendario (iCalendar). Exporte las citas como FHIR R4.",
        C::BrokenCsv => {
            "La tabla está rota: unas comillas no se cierran, o una fila no corresponde a su cabecera."
        }
        C::Workbook => {
            "El archivo es de un programa de hojas de cálculo. Guárdelo allí como CSV y elija ese archivo."
        }
        C::NoRows => "La tabla nombra sus columnas y no tiene ninguna fila debajo.",
        C::MappingNeeded => "La tabla no lo dice todo por sí misma. Indique qué son sus columnas.",
        C::UnknownColumn => "Se nombra una columna que la tabla no tiene.",
        C::UnknownFormat => "No se conoce el formato del archivo.",
    };
    let place = error.facts.iter().filter_map(|(name, value)| {
        let name = match *name {
            "line" => "línea",
            "column" => "columna",
            "row" => "fila",
            _ => return None,
        };
        Some(format!("{name} {value}"))
    });
    match place.collect::<Vec<_>>().join(", ") {
        place if place.is_empty() => sentence.to_owned(),
        place => format!("{sentence} ({place})"),
    }
}

pub fn import_warning(warning: Warning) -> &'static str {
    match warning {
        Warning::LocationAssumed => "Nada indica dónde es: se puso en la primera sede.",
        Warning::MoreLocations => "Trabaja en varias sedes: se tomó la primera.",
        Warning::ProviderByReference => {
            "De su profesional o sala solo se conoce el nombre, y con ese nombre se agregó."
        }
        Warning::ProviderUnknown => "Una cita pasada sin profesional.",
        Warning::OutcomeAssumed => "Una cita pasada que quedó abierta: cuenta como realizada.",
        Warning::BirthDatePartial => "Falta el día de su fecha de nacimiento: se omitió.",
        Warning::OwnProviderUnresolved => "El profesional propio del paciente no se conoce aquí: se omitió.",
        Warning::PayerUnresolved => "Su pagador no se conoce: se omitió el nombre.",
        Warning::CaregiverUnresolved => "No se sabe quién lo pidió: figura el paciente.",
        Warning::LanguageUnknown => "No se conoce el idioma que nombra: se omitió.",
        Warning::SecondCoverage => "Otra cobertura del paciente va primero: esta se omitió.",
        Warning::Overbooked => "Coincide con otra cita: queda a su lado como sobrecupo.",
    }
}
