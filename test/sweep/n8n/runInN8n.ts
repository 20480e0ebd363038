import { playWithFault, resultOf } from '../playWithFault';
import { subjectNamed } from '../subjects';
import type { CaseResult, SweepCase } from '../sweepCase';
import { createN8nStage } from './n8nStage';

/** Which cases a real n8n can play, and in a line what it cannot. */
export function playableInN8n(cases: readonly SweepCase[]): {
	readonly playable: readonly SweepCase[];
	readonly leftOut: readonly string[];
} {
	const undriven = cases.filter(({ subject }) => subjectNamed(subject).prepareInN8n === undefined);
	const driven = cases.filter((one) => !undriven.includes(one));
	const steps = driven.filter(({ step }) => step !== undefined);
	const names = [...new Set(undriven.map(({ subject }) => subject))];
	return {
		playable: driven.filter(({ step }) => step === undefined),
		leftOut: [
			...(undriven.length === 0
				? []
				: [`${undriven.length} cases left out: a real n8n is not driven from here in ${names.join(', ')}.`]),
			...(steps.length === 0
				? []
				: [`${steps.length} cases left out: a step of n8n's own cannot be made to throw in a real n8n.`]),
		],
	};
}

/** Plays the cases one after the other in one real n8n and one sandbox, subject by subject. */
export async function runInN8n(cases: readonly SweepCase[], onResult: (result: CaseResult) => void): Promise<void> {
	const stage = await createN8nStage();
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
		await stage.close();
	}
}
