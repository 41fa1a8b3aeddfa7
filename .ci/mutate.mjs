// Makes small changes to a script's behaviour, one at a time.
import { createRequire } from "node:module";

const { parse } = createRequire(new URL("../site/browser/package.json", import.meta.url))("acorn");

const boundary = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };
const negation = { "===": "!==", "!==": "===", "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<" };
const arithmetic = { "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", ">>": "<<" };
const logical = { "&&": "||", "||": "&&", "??": "&&" };
const assignment = { "+=": "-=", "-=": "+=", "*=": "/=", "||=": "&&=", "??=": "&&=" };

const isText = ({ type, value, operator, left, right }) => type === "TemplateLiteral" || typeof value === "string" || (type === "BinaryExpression" && operator === "+" && (isText(left) || isText(right)));
const isFunction = ({ type }) => /^(ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(type);

// changes returns the possible changes of a node: {type, from, to, text}.
function* changes(node, source) {
	const between = (left, right, operator, type, by) => {
		if (!by) return [];
		const from = source.indexOf(operator, left.end);
		return from < 0 || from >= right.start ? [] : [{ type, from, to: from + operator.length, text: by }];
	};
	const negated = (test) => ({ type: "negated condition", from: test.start, to: test.end, text: `!(${source.slice(test.start, test.end)})` });
	switch (node.type) {
		case "BinaryExpression":
			yield* between(node.left, node.right, node.operator, "boundary", boundary[node.operator]);
			yield* between(node.left, node.right, node.operator, "negation", negation[node.operator]);
			if (!isText(node)) yield* between(node.left, node.right, node.operator, "arithmetic", arithmetic[node.operator]);
			return;
		case "LogicalExpression":
			// ?? cannot be mixed with the other two without parentheses.
			if (node.operator === "??") yield { type: "logical", from: node.start, to: node.end, text: `(${source.slice(node.right.start, node.right.end)})` };
			else yield { type: "logical", from: node.start, to: node.end, text: `((${source.slice(node.left.start, node.left.end)}) ${logical[node.operator]} (${source.slice(node.right.start, node.right.end)}))` };
			return;
		case "AssignmentExpression":
			if (!isText(node.right)) yield* between(node.left, node.right, node.operator, "assignment", assignment[node.operator]);
			return;
		case "UpdateExpression": {
			const from = node.prefix ? node.start : node.end - 2;
			yield { type: "increment", from, to: from + 2, text: node.operator === "++" ? "--" : "++" };
			return;
		}
		case "UnaryExpression":
			if (node.operator === "!" || node.operator === "-") yield { type: "inverted sign", from: node.start, to: node.start + 1, text: "" };
			return;
		case "IfStatement": case "ConditionalExpression":
			if (!["BinaryExpression", "UnaryExpression"].includes(node.test.type)) yield negated(node.test);
			return;
		case "Literal":
			if (typeof node.value === "boolean") yield { type: "boolean", from: node.start, to: node.end, text: String(!node.value) };
			if (typeof node.value === "number") yield { type: "number", from: node.start, to: node.end, text: `(${node.raw} + 1)` };
			return;
	}
	if (isFunction(node) && node.body.type === "BlockStatement" && node.body.body.length > 0) yield { type: "early return", from: node.body.start + 1, to: node.body.start + 1, text: " return;" };
}

function* walk(node) {
	if (Array.isArray(node)) for (const each of node) yield* walk(each);
	else if (node && typeof node.type === "string") {
		yield node;
		for (const [key, child] of Object.entries(node)) if (key !== "key" || node.computed) yield* walk(child);
	}
}

// mutants returns all changes of a script: {type, line, text}; text is the whole script.
export function mutants(source) {
	const root = parse(source, { ecmaVersion: "latest", sourceType: "module" });
	return [...walk(root)].flatMap((node) => [...changes(node, source)]).map(({ type, from, to, text }) => ({
		type, line: source.slice(0, from).split("\n").length, text: source.slice(0, from) + text + source.slice(to),
		change: `${source.slice(Math.max(0, from - 20), to + 10)} => ${text}`.replace(/\s+/g, " "),
	}));
}
