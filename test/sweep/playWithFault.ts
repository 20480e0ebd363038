import type { Sandbox } from '../../sandbox';
import { errorMessage } from '../../tools/errorCode';
import { sweepFaults } from './faults';
import { faultAt } from './requestPlace';
import type { Scene } from './subject';
import type { CaseResult, SweepCase } from './sweepCase';

/** What is violated, and whether the fault came to pass. */
export type Judged = readonly [violations: string[], isHit: boolean];

interface Around {
	/** What is violated while a fault lasts. */
	whileItLasts?(): Promise<string[]>;
	/** Ends what goes wrong beside the sandbox's own fault. */
	mend?(): void;
}

/** Plays a scene with the fault of that case in the sandbox, lifts it, and judges what became of it all. */
export async function playWithFault(
	sandbox: Pick<Sandbox, 'addFault' | 'removeFault' | 'onExchange'>,
	scene: Scene,
	{ place, fault }: Pick<SweepCase, 'place' | 'fault'>,
	{ whileItLasts, mend }: Around = {},
): Promise<Judged> {
	const kind = sweepFaults.find(({ name }) => name === fault);
	let isHit = place === undefined;
	const ignore = sandbox.onExchange((exchange) => {
		if (exchange.fault !== undefined) isHit = true;
	});
	const id = place && kind ? sandbox.addFault(faultAt(place, kind)) : undefined;
	let whileAway: string[] = [];
	try {
		await scene.play();
		if (kind?.isLasting === true || fault === 'throws') whileAway = (await whileItLasts?.()) ?? [];
	} finally {
		if (id !== undefined) sandbox.removeFault(id);
		mend?.();
		ignore();
	}
	await scene.mend();
	return [[...whileAway, ...(await scene.judge())], isHit];
}

/** The result of a case, also of one that could not be played to its end. */
export async function resultOf({ subject, name, fault }: SweepCase, play: () => Promise<Judged>): Promise<CaseResult> {
	const startedAt = performance.now();
	const result = ([violations, isHit]: Judged): CaseResult => ({
		subject,
		name,
		fault,
		violations,
		isHit,
		seconds: (performance.now() - startedAt) / 1000,
	});
	try {
		return result(await play());
	} catch (error) {
		return result([[`it could not be judged: ${errorMessage(error)}`], true]);
	}
}
