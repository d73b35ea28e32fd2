import type { en } from "./words.en";

export const es: typeof en = {
  title: (patient) => `Historial de ${patient}`,
  none: "No hay documentos en el historial.",
  open: "Abrir",
  openOf: (type, when) => `Abrir ${type}, ${when}`,
  sensitive: "Protegido",
  closed: "Usted no puede abrirlo.",
  notYours:
    "Su función no ve el historial. En una emergencia puede mirar durante una hora, con un motivo. Queda en el registro de auditoría y otra persona lo revisa.",
  why: "¿Por qué tiene que mirar?",
  reason: "En sus palabras",
  reasonHint: "Al menos cinco letras. Lo lee quien lo revisa.",
  breakGlass: "Mirar durante una hora",
  until: (when) => `Ve este historial hasta el ${when}. Queda en el registro de auditoría y otra persona lo revisa.`,
  types: {
    note: "Nota",
    diagnosis: "Diagnóstico",
    medication: "Medicación",
    allergy: "Alergia",
    lab_result: "Resultado de laboratorio",
    imaging: "Imagen",
    procedure: "Procedimiento",
    referral: "Derivación",
    letter: "Carta",
    other: "Otro documento",
  },
};
