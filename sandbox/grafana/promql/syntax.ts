import type { Matcher } from '../model';

/** What a query says, for the part of PromQL that is known here. */
export type Expression =
	| { readonly kind: 'number'; readonly value: number }
	| { readonly kind: 'selector'; readonly matchers: readonly Matcher[]; readonly rangeMs: number | null }
	| { readonly kind: 'call'; readonly name: string; readonly argument: Expression }
	| {
			readonly kind: 'aggregate';
			readonly name: string;
			readonly by: readonly string[];
			readonly argument: Expression;
	  }
	| { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression };

export class SyntaxFault extends Error {}

const aggregations = new Set(['sum', 'avg', 'min', 'max', 'count']);
const functions = new Set([
	'rate',
	'increase',
	'avg_over_time',
	'max_over_time',
	'min_over_time',
	'last_over_time',
	'absent',
	'vector',
]);
const precedence: readonly (readonly string[])[] = [
	['==', '!=', '<=', '>=', '<', '>'],
	['+', '-'],
	['*', '/'],
];
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const token =
	/\s*(?:(\d+(?:\.\d+)?(?:ms|s|m|h|d))(?![\w])|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([a-zA-Z_:][a-zA-Z0-9_:]*)|("(?:[^"\\]|\\.)*"|'[^']*')|(==|!=|<=|>=|=~|!~|[-+*/<>=(){}[\],]))/y;

interface Token {
	readonly kind: 'duration' | 'number' | 'name' | 'text' | 'sign';
	readonly text: string;
}

function tokensOf(source: string): Token[] {
	const tokens: Token[] = [];
	token.lastIndex = 0;
	while (token.lastIndex < source.trimEnd().length) {
		const startedAt = token.lastIndex;
		const found = token.exec(source);
		if (!found) throw new SyntaxFault(`1:${startedAt + 1}: parse error: unexpected character: '${source[startedAt]}'`);
		const kinds = ['duration', 'number', 'name', 'text', 'sign'] as const;
		const kind = kinds.find((_kind, index) => found[index + 1] !== undefined) ?? 'sign';
		tokens.push({ kind, text: found[0].trim() });
	}
	return tokens;
}

/** @throws SyntaxFault with Prometheus' words. */
export function parseQuery(source: string): Expression {
	const tokens = tokensOf(source);
	let at = 0;
	const peek = (text: string): boolean => tokens[at]?.text === text && tokens[at]?.kind === 'sign';
	const unexpected = (): SyntaxFault =>
		new SyntaxFault(`1:1: parse error: unexpected ${tokens[at] ? `"${tokens[at]?.text}"` : 'end of input'}`);
	const take = (text: string): void => {
		if (!peek(text)) throw unexpected();
		at += 1;
	};
	const next = (kind: Token['kind']): string => {
		const found = tokens[at];
		if (found?.kind !== kind) throw unexpected();
		at += 1;
		return found.text;
	};

	const level = (depth: number): Expression => {
		const operators = precedence[depth];
		if (operators === undefined) return unary();
		let left = level(depth + 1);
		for (;;) {
			const operator = operators.find(peek);
			if (operator === undefined) return left;
			take(operator);
			left = { kind: 'binary', operator, left, right: level(depth + 1) };
		}
	};
	const unary = (): Expression => {
		if (!peek('-')) return primary();
		take('-');
		return { kind: 'binary', operator: '*', left: { kind: 'number', value: -1 }, right: primary() };
	};
	const names = (): string[] => {
		take('(');
		const found: string[] = [];
		while (!peek(')')) {
			found.push(next('name'));
			if (!peek(')')) take(',');
		}
		take(')');
		return found;
	};
	const inBrackets = (): Expression => {
		take('(');
		const inner = level(0);
		take(')');
		return inner;
	};
	const aggregate = (name: string): Expression => {
		const isBy = () => tokens[at]?.text === 'by' && ++at > 0;
		const before = isBy() ? names() : null;
		const argument = inBrackets();
		return { kind: 'aggregate', name, by: before ?? (isBy() ? names() : []), argument };
	};
	const matchersIn = (): Matcher[] => {
		const matchers: Matcher[] = [];
		take('{');
		while (!peek('}')) {
			const name = next('name');
			const sign = next('sign');
			const value = next('text').slice(1, -1).replace(/\\(.)/g, '$1');
			matchers.push({ name, value, isRegex: sign.endsWith('~'), isEqual: sign.startsWith('=') });
			if (!peek('}')) take(',');
		}
		take('}');
		return matchers;
	};
	const selector = (matchers: readonly Matcher[]): Expression => {
		const all = [...matchers, ...(peek('{') ? matchersIn() : [])];
		if (!peek('[')) return { kind: 'selector', matchers: all, rangeMs: null };
		take('[');
		const [, count = '', unit = ''] = /^(.*?)([a-z]+)$/.exec(next('duration')) ?? [];
		take(']');
		return { kind: 'selector', matchers: all, rangeMs: Number(count) * (unitMs[unit] ?? 0) };
	};
	const primary = (): Expression => {
		if (peek('(')) return inBrackets();
		if (peek('{')) return selector([]);
		if (tokens[at]?.kind === 'number') return { kind: 'number', value: Number(next('number')) };
		const name = next('name');
		if (aggregations.has(name)) return aggregate(name);
		if (peek('(')) {
			if (!functions.has(name)) throw new SyntaxFault(`1:1: parse error: unknown function with name "${name}"`);
			return { kind: 'call', name, argument: inBrackets() };
		}
		return selector([{ name: '__name__', value: name, isRegex: false, isEqual: true }]);
	};

	const whole = level(0);
	if (at < tokens.length) throw unexpected();
	return whole;
}
