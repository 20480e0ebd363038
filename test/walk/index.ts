import { parseArguments, UsageError } from '../../tools/arguments';
import { createTerminal, formatDuration, runTool } from '../../tools/terminal';
import { textOf, walk } from './walk';

const USAGE = `npm run walk
  --seeds <n>  so many walks; 500 unless told
  --first <n>  the first one's seed; 1 unless told. The same seed is the same walk
  --steps <n>  so many things happen in each; 50 unless told
  --most <n>   after so many that break a rule it stops; 5 unless told`;

/** Seeded walks through a world in memory. Of each that breaks a rule the shortest that does is printed. Exit code 1 then. */
async function main(): Promise<number> {
	const options = parseArguments(process.argv.slice(2), {
		values: ['seeds', 'first', 'steps', 'most'],
		switches: ['help'],
	});
	const terminal = createTerminal();
	if (options.has('help')) {
		terminal.line(USAGE);
		return 0;
	}
	const count = (name: string, unlessTold: number): number => wholeNumber(name, options.value(name), unlessTold);
	const [seeds, first, steps, most] = [count('seeds', 500), count('first', 1), count('steps', 50), count('most', 5)];
	let walked = 0;
	let broken = 0;
	for (let seed = first; seed < first + seeds && broken < most; seed++) {
		const found = await walk(seed, steps);
		walked++;
		terminal.progress(`${walked} of ${seeds} walks`);
		if (found === null) continue;
		broken++;
		terminal.line(textOf(found));
	}
	terminal.line(
		`${walked} walks of ${steps} steps, ${broken} of them broke a rule, in ${formatDuration(terminal.elapsedMs())}.`,
	);
	return broken === 0 ? 0 : 1;
}

function wholeNumber(name: string, text: string | undefined, unlessTold: number): number {
	if (text === undefined) return unlessTold;
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw new UsageError(`--${name} takes a whole number above 0, not "${text}".`);
}

runTool(main);
