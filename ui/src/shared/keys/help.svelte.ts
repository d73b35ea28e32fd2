/** Whether the page of keys is open: several places of the window lead there. */
export const keyHelp = $state({ isOpen: false });
