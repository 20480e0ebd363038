import { availableParallelism } from 'node:os';

import { parseArguments, UsageError } from '../../tools/arguments';
import { buildPackage } from '../../tools/buildPackage';
import { PROJECT_FOLDER } from '../../tools/stack';
import { createTerminal, formatDuration, runTool } from '../../tools/terminal';
import { drivenInN8n, playableInN8n, runInN8n } from './n8n/runInN8n';
import { spreadSampleOf } from './n8n/spreadSample';
import { reportTable, reportViolations } from './report';
import { sampleOf } from './sample';
import { subjectNamed, subjects } from './subjects';
import { type CaseResult, faultNames, type SweepCase } from './sweepCase';
import { runInWorkers } from './workers';

const USAGE = `npm run sweep -- ["<name of a case, or the beginning of some>"]
  --subject <name>  only this one, or those that begin so (may be repeated)
  --fault <name>    only this fault (may be repeated)
  --sample <n>      so many cases of each subject, the same ones each time
  --full            all cases of what takes long, too, of which else a fixed sample is run (--list says how many)
  --n8n             in one real n8n, some 200 of all cases, spread out, or --sample so many
  --workers <n>     processes side by side; one more than the machine has cores unless told
  --list            the names of the cases, without running them`;

const SAMPLE_IN_N8N = 200;

/** Every workflow, every request that it makes, every fault. Exit code 1 when something is violated. */
async function main(): Promise<number> {
	const options = parseArguments(process.argv.slice(2), {
		values: ['subject', 'fault', 'sample', 'workers'],
		switches: ['list', 'full', 'n8n', 'help'],
	});
	const terminal = createTerminal();
	if (options.has('help')) {
		terminal.line(USAGE);
		return 0;
	}
	const [wanted = ''] = options.positionals;
	const isInN8n = options.has('n8n');
	const named = chooseSubjects(wanted, options.values('subject'));
	const { driven: chosen, leftOut: undriven } = isInN8n ? drivenInN8n(named) : { driven: named, leftOut: [] };
	const faults = options.values('fault');
	const unknown = faults.filter((name) => !faultNames.includes(name));
	if (unknown.length > 0) throw new UsageError(`No fault "${unknown.join(', ')}". Known: ${faultNames.join(', ')}.`);
	const sample = wholeNumber(options.value('sample'), isInN8n ? SAMPLE_IN_N8N : Infinity);
	const results: CaseResult[] = [];
	const failures: string[] = [];
	const found: SweepCase[] = [];
	let total = 0;
	let leftOut = 0;
	const onResult = (result: CaseResult): void => {
		results.push(result);
		for (const line of reportViolations([result]).slice(1)) terminal.line(line);
		const violated = results.filter(({ violations }) => violations.length > 0).length;
		terminal.progress(`${results.length} of ${total} cases, ${violated} violated. ${result.name}`);
	};
	await runInWorkers(chosen, {
		count: wholeNumber(options.value('workers'), availableParallelism() + 1),
		isListing: options.has('list') || isInN8n,
		choose(cases) {
			const fitting = cases.filter(
				({ name, fault }) => name.startsWith(wanted) && (faults.length === 0 || faults.includes(fault)),
			);
			if (isInN8n) {
				found.push(...fitting);
				return fitting;
			}
			const isNamed = options.has('full') || wanted.includes(' / ') || faults.length > 0;
			const most = isNamed ? Infinity : (subjectNamed(cases[0]?.subject ?? '').most ?? Infinity);
			const taken = sampleOf(fitting, Math.min(sample, most));
			leftOut += fitting.length - taken.length;
			if (options.has('list')) for (const { name } of taken) terminal.line(name);
			return taken;
		},
		onCases: (_subject, count) => (total += count),
		onResult,
		onFailure: (message) => failures.push(message),
	});
	if (isInN8n) {
		const { playable, leftOut: steps } = playableInN8n(found);
		const taken = spreadSampleOf(playable, sample);
		total = taken.length;
		leftOut = playable.length - taken.length;
		for (const line of [...undriven, ...steps]) process.stderr.write(`${line}\n`);
		if (options.has('list')) for (const { name } of taken) terminal.line(name);
		else if (failures.length === 0) {
			await buildPackage(PROJECT_FOLDER, 'emit');
			await runInN8n(taken, onResult);
		}
	}
	if (options.has('list')) {
		// On the other stream: what is listed is names, one a line.
		process.stderr.write(
			`${total} cases; ${leftOut} more, most of them the same request and fault in a subject alike, with --full\n`,
		);
		return failures.length > 0 ? fail(failures) : 0;
	}
	const lines = [...reportTable(results), ...reportViolations(results)];
	for (const line of lines) terminal.line(line);
	const violated = results.filter(({ violations }) => violations.length > 0).length;
	const unhit = results.filter(({ isHit }) => !isHit).length;
	terminal.line(
		`\n${results.length} cases, ${violated} violated, in ${formatDuration(terminal.elapsedMs())}; ` +
			`in ${unhit} the request was not made this time.`,
	);
	return failures.length > 0 ? fail(failures) : violated > 0 || results.length === 0 ? 1 : 0;

	function fail(messages: readonly string[]): number {
		for (const message of messages) terminal.line(message);
		return 1;
	}
}

function chooseSubjects(wanted: string, named: readonly string[]): string[] {
	const all = subjects.map(({ name }) => name);
	const chosen = all.filter(
		(name) =>
			(wanted === '' || wanted.startsWith(`${name} / `) || name.startsWith(wanted)) &&
			(named.length === 0 || named.some((start) => name.startsWith(start))),
	);
	if (chosen.length === 0) throw new UsageError(`No subject of that name. Known: ${all.join(', ')}.`);
	return chosen;
}

function wholeNumber(text: string | undefined, otherwise: number): number {
	if (text === undefined) return otherwise;
	const number = Number(text);
	if (!Number.isInteger(number) || number < 1) throw new UsageError(`A whole number above 0, not "${text}".`);
	return number;
}

runTool(main);
