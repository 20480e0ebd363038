import { matches } from '../lifecycle';
import type { Labels, Sample, SentSeries } from '../model';
import { type Expression, SyntaxFault } from './syntax';

/** Where samples come from. */
export interface SeriesStore {
	series(fromMs: number, toMs: number): SentSeries[];
}

export interface Element {
	readonly labels: Labels;
	readonly value: number;
}

export type QueryValue = number | Element[];

/** A sample older than this is no longer there. */
const lookbackMs = 300_000;

/** What an expression is worth at a moment: a number, or a vector. */
export function evaluate(expression: Expression, store: SeriesStore, atMs: number): QueryValue {
	switch (expression.kind) {
		case 'number':
			return expression.value;
		case 'selector':
			if (expression.rangeMs !== null) {
				throw new SyntaxFault(
					'invalid expression type "range vector" for instant query, must be Scalar or instant Vector',
				);
			}
			return selected(expression, store, atMs - lookbackMs, atMs).map(({ labels, samples }) => ({
				labels,
				value: samples[samples.length - 1]?.value ?? NaN,
			}));
		case 'call':
			return called(expression, store, atMs);
		case 'aggregate':
			return aggregated(expression, store, atMs);
		case 'binary':
			return combined(
				expression.operator,
				evaluate(expression.left, store, atMs),
				evaluate(expression.right, store, atMs),
			);
	}
}

type Selector = Extract<Expression, { kind: 'selector' }>;

function selected({ matchers }: Selector, store: SeriesStore, fromMs: number, toMs: number): SentSeries[] {
	return store.series(fromMs, toMs).filter(({ labels }) => matchers.every((matcher) => matches(labels, matcher)));
}

const unnamed = (labels: Labels): Labels =>
	Object.fromEntries(Object.entries(labels).filter(([name]) => name !== '__name__'));

function called(call: Extract<Expression, { kind: 'call' }>, store: SeriesStore, atMs: number): QueryValue {
	const { name, argument } = call;
	if (name === 'vector') return [{ labels: {}, value: Number(evaluate(argument, store, atMs)) }];
	if (name === 'absent') {
		const found = evaluate(argument, store, atMs);
		return Array.isArray(found) && found.length === 0 ? [{ labels: {}, value: 1 }] : [];
	}
	if (argument.kind !== 'selector' || argument.rangeMs === null) {
		throw new SyntaxFault(`1:1: parse error: expected type range vector in call to function "${name}"`);
	}
	const { rangeMs } = argument;
	return selected(argument, store, atMs - rangeMs, atMs).flatMap(({ labels, samples }) => {
		const value = over(name, samples, rangeMs);
		return value === null ? [] : [{ labels: name === 'last_over_time' ? labels : unnamed(labels), value }];
	});
}

function over(name: string, samples: readonly Sample[], rangeMs: number): number | null {
	const values = samples.map(({ value }) => value);
	switch (name) {
		case 'avg_over_time':
			return values.reduce((sum, value) => sum + value, 0) / values.length;
		case 'max_over_time':
			return Math.max(...values);
		case 'min_over_time':
			return Math.min(...values);
		case 'last_over_time':
			return values[values.length - 1] ?? null;
		default: {
			const [first, last] = [samples[0], samples[samples.length - 1]];
			if (!first || !last || first === last) return null;
			// A counter that falls was reset, and began at 0.
			const increase = values.reduce((sum, value, index) => {
				const before = values[index - 1];
				return before === undefined ? sum : sum + (value < before ? value : value - before);
			}, 0);
			const perSecond = (increase * 1000) / (last.atMs - first.atMs);
			return name === 'rate' ? perSecond : (perSecond * rangeMs) / 1000;
		}
	}
}

const folds: Readonly<Record<string, (values: readonly number[]) => number>> = {
	sum: (values) => values.reduce((sum, value) => sum + value, 0),
	avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
	min: (values) => Math.min(...values),
	max: (values) => Math.max(...values),
	count: (values) => values.length,
};

function aggregated(
	{ name, by, argument }: Extract<Expression, { kind: 'aggregate' }>,
	store: SeriesStore,
	atMs: number,
): Element[] {
	const elements = evaluate(argument, store, atMs);
	if (!Array.isArray(elements)) throw new SyntaxFault('1:1: parse error: expected type instant vector in aggregation');
	const groups = new Map<string, { labels: Labels; values: number[] }>();
	for (const { labels, value } of elements) {
		const kept = Object.fromEntries(
			by.flatMap((label) => (labels[label] === undefined ? [] : [[label, labels[label]]])),
		);
		const group = groups.get(JSON.stringify(kept)) ?? { labels: kept, values: [] };
		group.values.push(value);
		groups.set(JSON.stringify(kept), group);
	}
	const fold = folds[name] ?? (() => NaN);
	return [...groups.values()].map(({ labels, values }) => ({ labels, value: fold(values) }));
}

const operators: Readonly<Record<string, (left: number, right: number) => number>> = {
	'+': (left, right) => left + right,
	'-': (left, right) => left - right,
	'*': (left, right) => left * right,
	'/': (left, right) => left / right,
};

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
	'==': (left, right) => left === right,
	'!=': (left, right) => left !== right,
	'<': (left, right) => left < right,
	'>': (left, right) => left > right,
	'<=': (left, right) => left <= right,
	'>=': (left, right) => left >= right,
};

function combined(operator: string, left: QueryValue, right: QueryValue): QueryValue {
	const pairs = pairsOf(left, right);
	const comparison = comparisons[operator];
	const compute = operators[operator] ?? (() => NaN);
	if (typeof left === 'number' && typeof right === 'number') {
		return comparison ? Number(comparison(left, right)) : compute(left, right);
	}
	// A comparison leaves out what it is not true of.
	if (comparison)
		return pairs.flatMap(([labels, one, other]) => (comparison(one, other) ? [{ labels, value: one }] : []));
	return pairs.map(([labels, one, other]) => ({ labels: unnamed(labels), value: compute(one, other) }));
}

/** Elements of the same labels meet, whatever their names. */
function pairsOf(left: QueryValue, right: QueryValue): Array<[Labels, number, number]> {
	if (typeof left === 'number') {
		return typeof right === 'number' ? [] : right.map(({ labels, value }) => [labels, left, value]);
	}
	if (typeof right === 'number') return left.map(({ labels, value }) => [labels, value, right]);
	const key = (labels: Labels): string => JSON.stringify(Object.entries(unnamed(labels)).sort());
	return left.flatMap(({ labels, value }) => {
		const other = right.find((candidate) => key(candidate.labels) === key(labels));
		return other ? [[labels, value, other.value] as [Labels, number, number]] : [];
	});
}
