#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { readingMinutes } from "../src/reading-time.js";
import { summary } from "../src/summary.js";

const [path] = process.argv.slice(2);
const input = path ? await readFile(path, "utf8") : await text(process.stdin);
const { words, sentences, longest } = summary(input);
console.log(`${words} words, ${sentences} sentences (the longest: ${longest} words), ${readingMinutes(input)} min`);
