//! What a role may do, in Spanish: goes on after "le permiten".

use clinic_domain::people::Permission;

pub(super) fn may(permission: Permission) -> &'static str {
    use Permission as P;
    match permission {
        P::ViewDay => "ver el día",
        P::SearchPatients => "buscar pacientes",
        P::ViewPatient => "abrir la ficha de un paciente",
        P::MergePatients => "unir dos expedientes",
        P::EditPatient => "cambiar la ficha de un paciente",
        P::Book => "reservar, mover ni cancelar citas",
        P::Overbook => "dar sobrecupos",
        P::ChangeStatus => "cambiar el estado de una cita",
        P::BlockTime => "bloquear horas",
        P::EditSetup => "cambiar la configuración de la clínica",
        P::ManagePeople => "gestionar las personas",
        P::Import => "importar archivos",
        P::ViewAudit => "ver quién ha mirado una ficha",
        P::ManageBackups => "gestionar las copias de seguridad",
        P::ViewSetup => "ver la configuración de la clínica",
        P::ViewPeople => "ver quién trabaja aquí",
        P::InvitePeople => "invitar a personas",
        P::ManageDepartments => "gestionar los departamentos",
        P::ViewKnowledge => "leer la base de conocimientos",
        P::ManageKnowledge => "cambiar la base de conocimientos",
        P::SendMessages => "enviar mensajes",
        P::ManageMessages => "cambiar las plantillas de los mensajes",
        P::ViewMedicalRecords => "ver historias clínicas",
        P::WriteMedicalRecords => "escribir en historias clínicas",
        P::BreakGlass => "abrir una historia clínica en una emergencia",
        P::ReviewBreakGlass => "revisar los accesos de emergencia",
        P::ViewReports => "ver informes",
        P::Export => "exportar datos",
        P::ManageDevices => "dar de alta o de baja los puestos",
        P::ManagePolicy => "cambiar la política de seguridad",
        P::ViewSecurityEvents => "ver los eventos de seguridad",
        P::ManageEvents => "ver ni repetir los eventos que fallaron",
        P::ViewOwnVisits => "ver citas como paciente",
        P::AnswerOwnVisits => "responder como paciente",
    }
}
