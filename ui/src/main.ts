// The window's entry.
import "@fontsource-variable/inter";
import { mount } from "svelte";
import App from "./app/App.svelte";
import { fetchWords } from "@shared/words/locale.svelte";
import { dress } from "@shared/styles/looks";
import "@shared/styles/tokens.css";
import "@shared/styles/base.css";
import "@shared/styles/print.css";

dress();
const target = document.getElementById("app");
if (target) void fetchWords().then(() => mount(App, { target }));
