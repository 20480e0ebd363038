import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';

import type { Answer, Ask } from './messages';
import type { CaseResult, SweepCase } from './sweepCase';

/** So long a case may take on a loaded machine; after that its worker is replaced. */
const LONGEST_CASE_MS = 180_000;
/** So many cases of one subject a worker takes at a time: it keeps the world of a subject. */
const CHUNK = 12;

export interface WorkersOptions {
	readonly count: number;
	onResult(result: CaseResult): void;
	onCases(subject: string, count: number): void;
	/** Which of a subject's cases are run. */
	choose(cases: readonly SweepCase[]): readonly SweepCase[];
	/** A subject that is not well without any fault, or a worker that does not start. */
	onFailure(message: string): void;
	/** Only to list. */
	readonly isListing: boolean;
}

/** Lists the cases of the subjects and runs them, in so many processes. */
export async function runInWorkers(subjects: readonly string[], options: WorkersOptions): Promise<void> {
	const unlisted = [...subjects];
	const waiting: SweepCase[][] = [];
	let listing = 0;

	/** Longest first would need to know: a list, then what it brought. */
	const next = (): Ask | undefined => {
		const subject = unlisted.shift();
		if (subject !== undefined) return { do: 'list', subject };
		const cases = waiting.shift();
		return cases && { do: 'run', cases };
	};
	const add = (cases: readonly SweepCase[]): void => {
		for (let at = 0; at < cases.length; at += CHUNK) waiting.push(cases.slice(at, at + CHUNK));
	};

	await Promise.all(
		Array.from({ length: options.count }, async () => {
			let isOver = false;
			while (!isOver) isOver = await oneWorker();
		}),
	);

	/** One process, until nothing is left to do (true), or it had to be ended. */
	async function oneWorker(): Promise<boolean> {
		const child = fork(path.join(__dirname, 'worker.ts'), {
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
			// What a case makes is gone with it: a larger nursery halves the time of collecting it.
			execArgv: [...process.execArgv, '--max-semi-space-size=64'],
			// The AWS SDK's of older Node versions, once for each process.
			env: { ...process.env, NODE_NO_WARNINGS: '1' },
		});
		let open: readonly SweepCase[] = [];
		let listed: string | undefined;
		let hasStarted = false;
		return await new Promise<boolean>((resolve) => {
			let guard = setTimeout(giveUp, LONGEST_CASE_MS);
			let poll: NodeJS.Timeout | undefined;
			function end(isOver: boolean): void {
				clearTimeout(guard);
				clearTimeout(poll);
				child.removeAllListeners();
				child.on('error', () => undefined);
				child.kill('SIGKILL');
				resolve(isOver);
			}
			function giveUp(): void {
				fail(`it did not end within ${LONGEST_CASE_MS / 1000} s`);
			}
			/** What is under way is lost, and what was to follow is done by the next worker. */
			function fail(why: string): void {
				const [stuck, ...others] = open;
				if (listed !== undefined) {
					listing -= 1;
					options.onFailure(`${listed} without a fault: ${why}`);
				}
				if (stuck) {
					const { subject, name, fault } = stuck;
					options.onResult({ subject, name, fault, violations: [why], isHit: true, seconds: LONGEST_CASE_MS / 1000 });
				}
				add(others);
				if (!hasStarted) options.onFailure(`A worker did not start: ${why}`);
				end(!hasStarted);
			}
			function give(): void {
				const ask = next();
				if (ask) {
					if (ask.do === 'run') open = ask.cases;
					else {
						listed = ask.subject;
						listing += 1;
					}
					send(child, ask);
					return;
				}
				// Another worker may still bring cases to do.
				if (listing > 0) poll = setTimeout(give, 200);
				else end(true);
			}
			child.on('exit', (code, signal) => fail(`its process ended (${code ?? signal})`));
			child.on('error', (error) => fail(error.message));
			child.on('message', (answer: Answer) => {
				clearTimeout(guard);
				guard = setTimeout(giveUp, LONGEST_CASE_MS);
				hasStarted = true;
				if (answer.is === 'ready') give();
				else if (answer.is === 'result') {
					open = open.filter(({ name }) => name !== answer.result.name);
					options.onResult(answer.result);
				} else {
					listed = undefined;
					listing -= 1;
					if (answer.is === 'failed') options.onFailure(answer.message);
					else {
						const chosen = options.choose(answer.cases);
						options.onCases(answer.subject, chosen.length);
						if (!options.isListing) add(chosen);
					}
				}
			});
		});
	}
}

const send = (child: ChildProcess, ask: Ask): void => void child.send(ask);
