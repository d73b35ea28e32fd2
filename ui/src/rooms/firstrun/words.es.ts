import type { en } from "./words.en";

export const es: typeof en = {
  welcome: "Le damos la bienvenida",
  wasCutOff: "La configuración se interrumpió antes de terminar y no se guardó nada. Empiece de nuevo.",
  lead: "Todo queda en esta PC, en archivos que solo puede abrir quien inicia sesión.",
  tryDemo: "Probar la clínica de prueba",
  tryDemoLead: "Una clínica inventada, con pacientes y la agenda llena; siempre marcada como datos de prueba.",
  setUp: "Configurar mi clínica",
  setUpLead: "Empiece con una agenda vacía; después se pueden importar pacientes, profesionales y citas.",
  restore: "Restaurar una copia de seguridad",
  restoreLead: "Necesita el archivo de la copia y el código de recuperación impreso.",
  connect: {
    title: "Conectar con una organización",
    lead: "Para clínicas cuyas PC comparten una agenda. Necesita la dirección de la organización y un código para esta PC.",
    join: "Iniciar sesión y traer la agenda",
    joining: "Iniciando sesión…",
  },
  keyring: {
    title: "Esta PC no tiene llavero",
    why: "El sistema guarda la mitad de su clave en el llavero de esta PC, para que una copia de sus archivos no sirva en otro lugar. En esta PC no responde ningún llavero.",
    better: "Lo mejor:",
    betterHow: "inicie el llavero de la PC (en Linux, GNOME Keyring o KWallet) y abra la aplicación de nuevo.",
    otherwise: "Si no es posible:",
    otherwiseHow:
      "proteja los archivos solo con contraseñas. Entonces son tan seguros como la contraseña más débil, y no se puede notar si alguien repone una copia anterior.",
    isDecided: "Soy el administrador y elijo usar solo contraseñas",
    goOn: "Continuar sin llavero",
  },
  chooseZone: "Elija la zona horaria.",
  demo: {
    form: "Clínica de prueba",
    size: "Tamaño",
    sizes: {
      small: "Pequeña: 3 profesionales, 60 citas por día",
      medium: "Mediana: 10 profesionales, 250 citas por día",
      large: "Grande: 40 profesionales, 900 citas por día; tarda unos minutos",
    },
    making: "Creando la clínica de prueba…",
    start: "Iniciar la clínica de prueba",
    mainSite: "Sede principal",
  },
  clinic: {
    form: "Mi clínica",
    name: "Nombre de la clínica",
    kind: "Tipo",
    firstLocation: "Primera sede",
    firstLocationHint: "Después se pueden agregar o importar más sedes.",
    enterName: "Escriba el nombre de la clínica.",
    enterLocation: "Escriba el nombre de la sede.",
    nextUp:
      "Después vienen, paso a paso, los profesionales, los horarios, las salas y el personal; una lista muestra lo que falta.",
    settingUp: "Configurando…",
    setUp: "Configurar la clínica",
  },
  backup: {
    restore: "Restaurar",
    chooseFile: "Elija el archivo de la copia de seguridad.",
    newDesk:
      "Esta PC pasa a ser un puesto nuevo. Lo que se agendó en la PC anterior después de esta copia no está en ella.",
    restoring: "Restaurando…",
  },
};
