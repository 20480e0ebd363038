import { playWithFault, resultOf } from '../playWithFault';
import { subjectNamed } from '../subjects';
import type { CaseResult, SweepCase } from '../sweepCase';
import { createN8nStage, type N8nStage } from './n8nStage';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The subjects that are driven in a real n8n, and in a line those that are not. */
export function drivenInN8n(subjects: readonly string[]): { readonly driven: string[]; readonly leftOut: string[] } {
	const isDriven = (name: string): boolean => subjectNamed(name).prepareInN8n !== undefined;
	const undriven = subjects.filter((name) => !isDriven(name));
	return {
		driven: subjects.filter(isDriven),
		leftOut:
			undriven.length === 0
				? []
				: [`${undriven.length} subjects left out, which are not driven in a real n8n: ${undriven.join(', ')}.`],
	};
}

/** The cases that a real n8n can play, and in a line how many it cannot. */
export function playableInN8n(cases: readonly SweepCase[]): {
	readonly playable: readonly SweepCase[];
	readonly leftOut: string[];
} {
	const playable = cases.filter(({ step }) => step === undefined);
	const count = cases.length - playable.length;
	return {
		playable,
		leftOut: count === 0 ? [] : [`${count} cases left out: no step of n8n's own can be made to throw in a real n8n.`],
	};
}

/** Plays the cases one after the other in one real n8n and one sandbox, subject by subject. */
export async function runInN8n(cases: readonly SweepCase[], onResult: (result: CaseResult) => void): Promise<void> {
	const started: { stage?: N8nStage } = {};
	// n8n is in a process group of its own, which Ctrl-C does not reach; while it starts, it ends when we exit.
	let isStopping = false;
	const stop = (): void => {
		// tsx hands on a signal that the terminal sent us as well.
		if (isStopping) return;
		isStopping = true;
		void (started.stage?.close() ?? Promise.resolve()).finally(() => process.exit(1));
	};
	for (const signal of SIGNALS) process.on(signal, stop);
	const stage = await createN8nStage();
	started.stage = stage;
	try {
		/** Whose world it is, if the last case left it well. */
		let owner: string | undefined;
		for (const one of cases.toSorted((left, right) => (left.subject < right.subject ? -1 : 1))) {
			const { prepareInN8n } = subjectNamed(one.subject);
			if (!prepareInN8n) continue;
			const isOurs = owner === one.subject;
			owner = undefined;
			const result = await resultOf(one, async () => {
				const scene = await prepareInN8n(stage, isOurs);
				await stage.forgetRuns();
				return await playWithFault(stage.engine.sandbox, scene, one);
			});
			if (result.violations.length === 0) owner = one.subject;
			onResult(result);
		}
	} finally {
		for (const signal of SIGNALS) process.off(signal, stop);
		await stage.close();
	}
}
