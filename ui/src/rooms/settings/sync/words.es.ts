import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  title: "Sincronización",
  standalone:
    "Este puesto lleva la agenda de una clínica en esta PC. No pertenece a ninguna central y no se envía nada.",
  lead: "Este puesto decide al momento y avisa a la central. Sin ella todo continúa, y se envía cuando vuelve.",
  centre: "Central",
  link: "Conexión",
  links: {
    connecting: "Conectando",
    online: "Conectado",
    offline: "Sin conexión",
    signed_out: "Sesión cerrada en la central",
    too_old: "Versión demasiado antigua",
    revoked: "Retirado de la organización",
    put_back: "Repuesto como otro puesto",
  },
  since: (state, when) => `${state} desde ${when}`,
  lastContact: "Última respuesta",
  asOf: "Los demás puestos, al",
  queue: "Por enviar",
  undecided: "Por decidir en la central",
  deferred: "Guardado hasta que la central pueda leerlo",
  place: "Lugar en la agenda",
  placeOf: (here, there) => `${here} de ${there}`,
  storage: "En esta PC",
  stored: (decided, book, free) => `decidido aquí ${decided}, agenda ${book}, libre ${free}`,
  signedIn: "Sesión en la central",
  until: (login, when) => `${login}, hasta ${when}`,
  nobody: "Nadie",
  lease: "Sin la central hasta",
  sendNow: "Enviar ahora",
  sent: "Se consulta a la central.",
  compare: "Comparar con la central",
  equal: "El puesto tiene lo que tiene la central.",
  differs: (kinds) =>
    `El puesto y la central difieren en ${count(kinds, "tipo de fila", "tipos de filas")}: traiga todo de nuevo.`,
  repair: "Reparación",
  repairLead: "Trae de nuevo todas las filas de la central. Lo que no se envió se queda, y se envía.",
  fetchAnew: "Traer todo de nuevo",
  fetching: "Se trae todo de nuevo; mientras tanto se sigue trabajando.",
};
