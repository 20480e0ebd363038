import fc from 'fast-check';

import { commands, type Command, lineOf, settings, type WalkSettings } from './commands';
import { play } from './play';

/** The shortest walk that was found to break a rule. */
export interface BrokenWalk {
	readonly seed: number;
	readonly lines: readonly string[];
	readonly wrong: string;
}

type Walked = readonly [WalkSettings, ReadonlyArray<Command | null>];

/** The walk of a seed; null when every rule held. The same seed is the same walk. */
export async function walk(seed: number, steps: number): Promise<BrokenWalk | null> {
	const property = fc.asyncProperty(settings, commands(steps), play);
	const found = await fc.check<[WalkSettings, ReadonlyArray<Command | null>]>(property, { seed, numRuns: 1 });
	if (!found.failed) return null;
	const { counterexample, errorInstance } = found;
	const wrong =
		errorInstance instanceof Error ? `${errorInstance.name}: ${errorInstance.message}` : String(errorInstance);
	const stack = errorInstance instanceof Error && errorInstance.name !== 'Violation' ? (errorInstance.stack ?? '') : '';
	return { seed, lines: counterexample === null ? [] : linesOf(counterexample), wrong: `${wrong}\n${stack}`.trim() };
}

function linesOf([{ longestRunSeconds, images, rows, first, isLifted }, happened]: Walked): string[] {
	const ofRows = Object.entries(rows).flatMap(([service, row]) =>
		Object.entries(row).map(([name, value]) => `${service} ${name} ${String(value)}`),
	);
	return [
		`begin: ${first}; images: ${images.join(' ') || 'none'}; longest run ${longestRunSeconds} s; ${ofRows.join(', ') || 'plain rows'}`,
		...happened.flatMap((command) => (command === null ? [] : [lineOf(command)])),
		...(isLifted ? ['all holds are lifted'] : []),
	];
}

/** As it is printed. */
export function textOf({ seed, lines, wrong }: BrokenWalk): string {
	return [
		`Walk of seed ${seed}, in short:`,
		...lines.map((line) => `  ${line}`),
		...wrong.split('\n').map((line) => `! ${line}`),
	].join('\n');
}
