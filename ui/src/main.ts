// The window's entry.
import "@fontsource-variable/inter";
import { mount } from "svelte";
import App from "./app/App.svelte";
import "@shared/styles/tokens.css";
import "@shared/styles/base.css";
import "@shared/styles/print.css";

const target = document.getElementById("app");
if (target) mount(App, { target });
