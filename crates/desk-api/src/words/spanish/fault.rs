//! What went wrong, in Spanish.

use super::{
    import::import_error,
    invalid::{invalid, not_taken},
    refusal::missing,
};
use crate::fault::{CentreFault, Denial, Fault, FileFault};
use clinic_domain::password::Weakness;
use desk_cache::Part;

pub fn fault(fault: &Fault) -> String {
    use Fault as F;
    match fault {
        F::UnknownCommand => "No existe esa orden.",
        F::BadRequest => "La petición no es lo que espera esta orden.",
        F::MissingField(name) => return format!("A la petición le falta {name}."),
        F::RequestTooLarge { mebibytes } => {
            return format!("La petición ocupa más de {mebibytes} MiB.");
        }
        F::Locked => "La recepción está bloqueada. Inicie sesión para seguir.",
        F::MustChangePassword => "Elija primero una contraseña propia.",
        F::NotPermitted => "Sus funciones no lo permiten. Pregunte a un administrador.",
        F::NotFound(what) => return format!("{} ya no existe. Mire de nuevo.", missing(*what)),
        F::Invalid(field, problem) => return invalid(*field, *problem),
        F::Refused(code) => return format!("No es posible ({code})."),
        F::ReplayRunning => "Ya se está repitiendo el último año. Espere a que acabe o cancélelo.",
        F::ImportRunning => "Hay una importación en marcha. Espere a que acabe o cancélela.",
        F::Cancelled => "Cancelado; no se guardó nada.",
        F::NotSetUp => "Esta recepción aún no está configurada.",
        F::AlreadySetUp => "Aquí ya hay una recepción configurada. No se cambió nada.",
        F::AlreadyRunning => "El programa ya está en marcha en este PC. Vaya a su ventana o ciérrela primero.",
        F::OpenInAnotherWindow => {
            "El programa ya está abierto en este PC. Cierre esta ventana y siga en la otra."
        }
        F::WrongPassword => "El nombre de usuario o la contraseña no es correcto.",
        F::TooManyTries => "Demasiadas contraseñas incorrectas. Espere y vuelva a intentarlo.",
        F::LockedOut => {
            "Demasiadas contraseñas incorrectas. Use el código de recuperación, o que otra persona inicie sesión y \
             restablezca la contraseña."
        }
        F::WeakPassword(weakness) => weak(*weakness),
        F::MistypedRecoveryCode => "El código de recuperación está mal escrito; compárelo grupo por grupo.",
        F::WrongRecoveryCode => "Este código de recuperación es de otra recepción.",
        F::KeyringMissing => {
            "No se puede abrir el llavero de este PC. Desbloquéelo (vuelva a iniciar sesión en el PC) o inicie su \
             servicio, y reintente."
        }
        F::KeyringEntryMissing => {
            "El llavero de este PC ha perdido la clave de la recepción. Entre con el código de recuperación; no se ha \
             perdido nada."
        }
        F::File(it) => return file(it),
        F::Centre(CentreFault::Denied(it)) => return denial(*it),
        F::Centre(it) => centre(*it),
        F::PartFailed => "Falló una parte del programa. Lo que ya se guardó se conserva.",
        F::Inside => "Algo falló dentro del programa. No se guardó nada; inténtelo de nuevo.",
    }
    .to_owned()
}

fn weak(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::TooShort => "Una contraseña necesita al menos 8 caracteres; lo mejor es una frase.",
        Weakness::TooLong => "Una contraseña puede tener 256 caracteres como máximo.",
        Weakness::Common => "Esta contraseña está en todas las listas de contraseñas filtradas. Elija otra.",
        Weakness::SameAsLogin => "La contraseña no puede ser el nombre de usuario.",
    }
}

const fn centre(fault: CentreFault) -> &'static str {
    use CentreFault as C;
    match fault {
        C::NoAddress => "Esta no es la dirección de una central. Empieza por https://.",
        C::Unreachable => "La central no responde. Revise la dirección y la red, e inténtelo de nuevo.",
        C::Busy => "La central pide volver a intentarlo dentro de un rato.",
        C::NotUnderstood => "Lo que responde allí no es una central que esta versión entienda.",
        C::SignInRefused => {
            "La central rechazó el inicio de sesión: la organización, el usuario, la contraseña o el código no es correcto."
        }
        C::SecondFactorNeeded => "Escriba también el código de su segundo factor.",
        C::SecondFactorMissing => "Su organización le pide un segundo factor. Configúrelo aquí y continúe.",
        C::EnrolmentRefused => {
            "El código es incorrecto, ya se usó o ha caducado. Pida otro a la persona que administra el sistema."
        }
        C::TooManyDesks => {
            "Su organización tiene ya todas las recepciones que permite su plan. Consulte a la persona que administra el sistema."
        }
        C::NotEnrolled => "Escriba primero la dirección de la central y el código de esta recepción.",
        C::NotJoined => "Esta recepción no pertenece a ninguna central.",
        C::LeaseOver => {
            "Esta recepción estuvo demasiado tiempo sin su central. Inicie sesión en la central para continuar; no se pierde nada."
        }
        C::Revoked => "Esta recepción fue dada de baja. Consulte a la persona que administra el sistema.",
        C::TooOld => {
            "Esta versión de la recepción es demasiado antigua para su central. Instale la versión más reciente en esta PC; no se pierde nada."
        }
        C::PutBack => {
            "Estos archivos se repusieron, y son de otra recepción que la que conoce su central. Pida un código a la persona que administra el sistema y conecte esta PC de nuevo."
        }
        C::ImportsThere => {
            "Esta recepción pertenece a una central: importe allí, y lo tendrán todas las recepciones. Aquí no se importó nada."
        }
        C::NeedsCentre => {
            "Esto se hace en la central, que no responde. Vuelva a mirar cuando haya conexión: entonces se verá si se hizo."
        }
        C::SignedOut => "La central ya no sabe quién es usted. Inicie sesión en ella y vuelva a intentarlo.",
        C::Denied(_) => "La central no lo hizo.",
        C::SeesNoDay => {
            "Sus funciones en la organización no ven el día, que es para lo que sirve una recepción. Pida una que sí lo vea, \
             como recepción o dirección de la consulta, o que inicie sesión alguien que la tenga."
        }
        C::SomebodyElse => {
            "Allí inició sesión otra persona que la que está en esta recepción. Entre con la suya; quizá haya que cerrar antes la sesión del navegador."
        }
        C::NoIdentityProvider => {
            "Su organización no tiene un inicio de sesión propio en el navegador. Entre con su contraseña."
        }
        C::IdentityProviderAway => {
            "El inicio de sesión de su organización no responde. Inténtelo dentro de un rato o consulte a quien administra el sistema."
        }
        C::IdentityRefused => {
            "Allí no le dejaron entrar, o lo que volvió no prueba quién es. Inténtelo otra vez; si sigue así, consulte a quien administra el sistema."
        }
        C::IdentityUnknown => {
            "Nadie aquí se conoce por ese inicio de sesión. La primera vez, escriba el código de su invitación y entre de nuevo."
        }
        C::IdentityLate => "Nadie volvió a tiempo del navegador. Empiece de nuevo.",
        C::Attaching => {
            "La clínica va camino de su organización: hasta que su agenda esté allí, se puede leer pero no cambiar. \
             Quien administra el sistema continúa o desiste en Ajustes, Sincronización."
        }
        C::BookRefused => {
            "La organización no admite una parte de la agenda: su plan tiene muy pocos profesionales, o quien inició \
             sesión allí no puede traer una clínica. Lo que tiene esta recepción sigue como estaba."
        }
        C::CentreTooOld => "La central es demasiado antigua para esta versión. Aquí no se cambió nada.",
    }
}

fn denial(denial: Denial) -> String {
    use Denial as D;
    match denial {
        D::NotPermitted => "Sus funciones no permiten esto en la central. Consulte a la persona que administra el sistema.",
        D::Gone => "Ya no está, o alguien lo resolvió. Vuelva a mirar.",
        D::Changed => "Alguien lo cambió entretanto. Mire lo que hay ahora y después cámbielo.",
        D::Invalid(Some(field)) => return not_taken(field),
        D::Invalid(None) => "La central no acepta uno de estos valores.",
        D::FreshFactorNeeded => "Muestre otra vez su segundo factor.",
        D::WrongFactor => "Este código no es correcto. Espere el siguiente y vuelva a intentarlo.",
        D::CodeRefused => "El código es incorrecto, ya se usó o ha caducado. Compárelo o pida otro.",
        D::WeakPassword => "Esta contraseña es demasiado corta o fácil de adivinar para su organización. Lo mejor es una frase.",
        D::LoginTaken => "Alguien tiene ya este usuario. Elija otro.",
        D::LastAdministrator => "Debe quedar una persona que administre. Dé antes la función a otra.",
        D::OwnAdministrator => "Nadie se quita a sí mismo la función de administrar. Pídalo a otra persona que administre.",
        D::RoleAboveOwn => "Nadie da ni quita una función superior a la suya. Consulte a la persona que administra.",
        D::TierLimit => "El plan de su organización no permite uno más.",
        D::HasPassword => "Ya tiene contraseña. Restablézcala en vez de invitar.",
        D::MessageSettled => "El mensaje llegó, está en camino o ya es tarde para enviarlo.",
        D::Other => "La central no lo hizo, por un motivo que esta versión no conoce. Actualice el programa.",
    }
    .to_owned()
}

fn file(fault: &FileFault) -> String {
    match fault {
        FileFault::Damaged(it) => format!(
            "Hay daños en {}. Se ha dejado como está; restaure la última copia de seguridad y conserve la carpeta.",
            part(*it)
        ),
        FileFault::Foreign(it) => format!(
            "En la carpeta de datos, {} pertenece a otra recepción. Ponga los archivos correctos o restaure una copia \
             de seguridad.",
            part(*it)
        ),
        FileFault::Newer(it) => format!(
            "Una versión más nueva del programa escribió {}. Instale esa versión; no se cambió nada.",
            part(*it)
        ),
        FileFault::Older => "La carpeta de datos es más antigua de lo que recuerda este PC: se perdió algo o se puso \
                             una copia vieja. Ponga los archivos más recientes, o que un administrador acepte el \
                             estado anterior."
            .to_owned(),
        FileFault::Unreadable => {
            "No se pudo leer o escribir un archivo del programa. Revise el disco e inténtelo de nuevo.".to_owned()
        }
        FileFault::DiskFull => {
            "El disco está lleno, así que no se guardó nada. El día se puede seguir leyendo. Libere espacio e \
             inténtelo de nuevo."
                .to_owned()
        }
        FileFault::WorkingCopy => "La copia de trabajo está dañada o falta. No se perdió nada de lo registrado aquí: en \
                                   la página de inicio de sesión un administrador puede reconstruirla."
            .to_owned(),
        FileFault::BackupForeign => {
            "Esta copia de seguridad es de otra recepción o de una copia vieja de esta. Use otra.".to_owned()
        }
        FileFault::BackupTooOld => "Algunos registros, por ejemplo los de una importación, no están en ninguna copia de \
                                    seguridad encontrada. Elija una copia hecha después, o conecte la unidad con la \
                                    carpeta de copias. No se cambió nada."
            .to_owned(),
        FileFault::BackupDamaged => {
            "Esta copia de seguridad está dañada o incompleta. Use otra.".to_owned()
        }
        FileFault::NotTaken(it) => import_error(it),
        FileFault::NoBackupChosen => "Elija primero un archivo de copia de seguridad.".to_owned(),
        FileFault::NotWritten { folder } => {
            format!("No se pudo escribir el archivo en {folder}. Revise que la carpeta exista y que se pueda escribir en ella.")
        }
        FileFault::NotShown => "Esta PC no tiene un programa que abra el archivo. Está donde se guardó.".to_owned(),
        FileFault::WithoutName => "El archivo llegó sin su nombre.".to_owned(),
        FileFault::TooLarge { mebibytes } => format!("El archivo ocupa más de {mebibytes} MiB."),
        FileFault::TooMuch { mebibytes } => {
            format!("Todos los archivos juntos pueden ocupar {mebibytes} MiB. Impórtelos en varios pasos.")
        }
    }
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Vault => "el archivo principal",
        Part::Mirror => "la copia de trabajo",
        Part::Slots => "el archivo de claves",
        Part::Head => "el archivo de control",
        Part::Backup => "la copia de seguridad",
        Part::Database => "la base de datos",
    }
}
