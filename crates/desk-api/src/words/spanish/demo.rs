//! What is written in a demo clinic.

use desk_app::demo::Words;

#[rustfmt::skip]
pub const DEMO: Words = Words {
    alerts: &[
        "Llamar primero a la hija", "Necesita más tiempo al llegar", "Prefiere la mañana", "Entregar carta de saldo",
        "Verificar la dirección", "Viene en autobús: después de las 10:00", "Perro de asistencia",
        "Pedir la nueva tarjeta del seguro", "Habla en voz baja, sala tranquila", "Prefiere una profesional",
    ],
    notes: &[
        "Trae formularios para firmar", "Quiere los resultados por teléfono", "Traer la lista de medicamentos",
        "Llegó la carta de derivación", "Llegará unos minutos tarde", "Pidió una llamada de recordatorio",
        "Necesita justificante escolar", "Necesita pase de estacionamiento", "Intérprete confirmado",
        "Análisis en ayunas la misma mañana",
    ],
    overbook_reasons: &[
        "El profesional está de acuerdo: molestia aguda", "Cabe junto a un control corto",
        "Revisión de la herida, cinco minutos", "Viene de lejos, según lo acordado", "Niño enfermo, lo recibe enfermería",
    ],
    time_off_reasons: &["Vacaciones", "Congreso", "Permiso familiar", "Capacitación", "Vacaciones"],
    block_reasons: &["Reunión del equipo", "Expedientes", "Revisión entre colegas", "Revisión de equipos"],
    relations: &["cónyuge", "madre o padre", "hermana o hermano", "hija o hijo", "amistad"],
    room: "Sala",
    exam_room: "Sala de consulta",
    procedure_room: "Sala de procedimientos",
    procedure_cart: "Carro de procedimientos",
    infusion_bay: "Sala de infusiones",
    infusion: ("Infusión", "IF"),
    class: ("Taller de diabetes", "TD"),
    family_medicine: "Medicina familiar",
    internal_medicine: "Medicina interna",
    pediatrics: "Pediatría",
    womens_health: "Salud de la mujer",
    dermatology: "Dermatología",
    nurse_practitioner: "Enfermería",
    week: "Semana",
    saturdays: "Sábados",
    weekend_clinic: "Atención de fin de semana",
    new_years_day: "Año Nuevo",
    memorial_day: "Día de los Caídos",
    independence_day: "Día de la Independencia",
    labor_day: "Día del Trabajo",
    thanksgiving: "Acción de Gracias",
    christmas_day: "Navidad",
};
