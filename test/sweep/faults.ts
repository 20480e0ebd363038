import type { FaultSpecification } from '../../sandbox';

/** What can go wrong with a request. */
export interface SweepFault {
	/** As a case's name has it. */
	readonly name: string;
	readonly specification: Pick<FaultSpecification, 'kind' | 'status' | 'headers' | 'body'>;
	/** From the first such request on, until the fault is mended; else that one request only. */
	readonly isLasting: boolean;
	/** Only what changes something can be lost after it was done: of a read that is the same as a reset. */
	readonly isOfWrites: boolean;
}

const once = (name: string, specification: SweepFault['specification'], isOfWrites = false): SweepFault => ({
	name,
	specification,
	isLasting: false,
	isOfWrites,
});
const lasting = (name: string, specification: SweepFault['specification'], isOfWrites = false): SweepFault => ({
	name,
	specification,
	isLasting: true,
	isOfWrites,
});

const REFUSED = { kind: 'status', status: 401, body: { message: 'Bad credentials' } } as const;

/** Every fault that a request may meet, once, and those that last where that makes a difference. */
export const sweepFaults: readonly SweepFault[] = [
	once('429 with Retry-After', { kind: 'status', status: 429, headers: { 'Retry-After': '3' } }),
	once('429', { kind: 'status', status: 429 }),
	once('500', { kind: 'status', status: 500 }),
	once('503', { kind: 'status', status: 503 }),
	once('time-out', { kind: 'timeout' }),
	once('reset', { kind: 'reset' }),
	once('lost reply', { kind: 'lostReply' }, true),
	once('cut-off body', { kind: 'cutOff' }),
	once('malformed body', { kind: 'malformed' }),
	once('401', REFUSED),
	lasting('503 for good', { kind: 'status', status: 503 }),
	lasting('401 for good', REFUSED),
	lasting('lost replies for good', { kind: 'lostReply' }, true),
	lasting('malformed bodies for good', { kind: 'malformed' }),
];

/** A step of n8n's own that throws, once or each time. */
export const STEP_FAULTS = ['throws once', 'throws'] as const;

export type StepFault = (typeof STEP_FAULTS)[number];
