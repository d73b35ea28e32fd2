import type { en } from "./enrol.en";

export const es: typeof en = {
  form: "Esta PC y su organización",
  needs: "El administrador de su organización le da tres cosas. El código es para esta PC y se usa una sola vez.",
  address: "Dirección de la central",
  addressHint: "Empieza con https://",
  organization: "Organización",
  organizationHint: "Su nombre corto, por ejemplo riverside.",
  code: "Código para esta PC",
  codeHint: "Con mayúsculas o sin ellas, con guiones o sin ellos.",
  goOn: "Continuar",
  isDesk: (desk, organization) => `Esta PC es ahora el puesto «${desk}» de ${organization}.`,
  fingerprint: "El administrador ve el mismo signo junto a su nombre:",
  own: {
    title: "Una contraseña para este puesto",
    youAre: (name, login) => `Inició sesión como ${name}. En este puesto su usuario es ${login}.`,
    lead: "Elija una contraseña para este puesto. Abre esta PC cada mañana y mientras no se pueda llegar a la organización.",
    password: "Contraseña para este puesto",
  },
};
