import type { en } from "./words.en";

export const es: typeof en = {
  done: "hecho",
  missing: "pendiente",
  steps: {
    providers: { name: "Profesionales", why: "Con quién se agenda." },
    hours: { name: "Horarios", why: "Cuándo se puede agendar con cada profesional. Se propone la semana habitual." },
    rooms: { name: "Salas y equipos", why: "Solo si las citas los ocupan." },
    types: { name: "Tipos de cita", why: "Hay cuatro para empezar. Revíselos y agregue los suyos." },
    people: { name: "Personal", why: "Quien inicia sesión aquí recibe su propio usuario." },
    patients: { name: "Pacientes", why: "Impórtelos, o registre a cada uno al agendar." },
    desks: { name: "Puestos", why: "Cada PC de recepción se da de alta una vez." },
    backup_folder: { name: "Carpeta de copias", why: "Sin copia de seguridad, si la PC falla se pierde la agenda." },
    recovery_code: {
      name: "Código de recuperación",
      why: "En papel, lejos de esta PC: permite volver a entrar si se pierden las contraseñas.",
    },
  },
};
