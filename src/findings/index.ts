export * from "./finding";
export * from "./findings";
