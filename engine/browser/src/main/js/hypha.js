// The module that pages import.
export { gdb, gdb as hypha } from "./page/gdb.js";
