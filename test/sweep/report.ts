import { type CaseResult, faultNames } from './sweepCase';

interface Sum {
	readonly cases: number;
	readonly violated: number;
	readonly seconds: number;
}

/** A table of subjects and faults: cases, those that are violated, and the seconds that they took. */
export function reportTable(results: readonly CaseResult[]): string[] {
	const subjects = [...new Set(results.map(({ subject }) => subject))].toSorted();
	const width = Math.max(8, ...subjects.map(({ length }) => length));
	const faults = faultNames.filter((name) => results.some(({ fault }) => fault === name));
	const line = (name: string, cells: readonly string[]): string =>
		`${name.padEnd(width)}${cells.map((cell) => cell.padStart(9)).join('')}`;
	return [
		'Cases, and those that are violated after a "!". The columns:',
		...faults.map((name, index) => `  ${columnName(index)}  ${name}`),
		'',
		line('', [...faults.map((_, index) => columnName(index)), 'all', 'seconds']),
		...[...subjects, undefined].map((subject) => {
			const own = results.filter((result) => subject === undefined || result.subject === subject);
			const cells = faults.map((fault) => cellOf(sumOf(own.filter((result) => result.fault === fault))));
			const all = sumOf(own);
			return line(subject ?? 'all', [...cells, cellOf(all), all.seconds.toFixed(0)]);
		}),
	];
}

const columnName = (index: number): string => String.fromCharCode(65 + index);

function sumOf(results: readonly CaseResult[]): Sum {
	return {
		cases: results.length,
		violated: results.filter(({ violations }) => violations.length > 0).length,
		seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
	};
}

const cellOf = ({ cases, violated }: Sum): string =>
	cases === 0 ? '-' : violated === 0 ? String(cases) : `${cases}!${violated}`;

/** What is violated, each case with what was seen. */
export function reportViolations(results: readonly CaseResult[]): string[] {
	return results
		.filter(({ violations }) => violations.length > 0)
		.flatMap(({ name, violations }) => ['', name, ...violations.map((violation) => `  ${violation}`)]);
}
