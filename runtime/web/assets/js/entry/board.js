import { startBoard } from "../board.js";

for (const board of document.querySelectorAll("[data-board]")) startBoard(board);
