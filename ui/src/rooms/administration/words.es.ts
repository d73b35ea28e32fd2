import type { en } from "./words.en";

export const es: typeof en = {
  title: "Administración",
  people: "Personal",
  desks: "Puestos",
  organization: "Organización",
  policy: "Normas",
  messages: "Mensajes",
  security: "Seguridad",
  glass: "Acceso de emergencia",
  code: {
    label: "Código de un solo uso",
    centre: "Dirección",
    organization: "Organización",
    until: "Válido hasta",
    shownOnce: "Se muestra solo esta vez y sirve una vez. Quien lo tenga puede usarlo.",
    print: "Imprimir",
    copy: "Copiar",
    copied: "Código copiado.",
    notCopied: "No se pudo copiar el código. Selecciónelo y presione Ctrl+C.",
    handedOver: "Ya lo entregué",
  },
};
