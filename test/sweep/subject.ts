import type { Engine } from '../n8n/engine/engine';
import type { RequestPlace } from './requestPlace';

/** What a worker has: one world, which its cases share. */
export interface Stage {
	readonly engine: Engine;
	/** As at first, with these services in the catalog. */
	reset(services: readonly string[]): Promise<void>;
}

/** One run of a subject, from a world that is ready for it. */
export interface Scene {
	/** Starts it, and waits until all that follows has come to its end; a fault is in force. */
	play(): Promise<void>;
	/** Where a fault lasts, at that place: what a person must have been told while it does. Gives what is violated. */
	judgeWhileAway?(place: RequestPlace | undefined): Promise<string[]>;
	/** After the fault: later looks, as the product's own triggers take them. */
	mend(): Promise<void>;
	/** Whether it came to what was asked for, as it must without a fault. */
	isDone(): Promise<boolean>;
	/** What is violated in the end. */
	judge(): Promise<string[]>;
}

/** A workflow, with a way to start it. */
export interface Subject {
	readonly name: string;
	/** Steps of n8n's own on its way, which may throw. */
	readonly steps?: ReadonlyArray<{ readonly workflowId: string; readonly step: string }>;
	/** Which of its requests are tried, where others are another subject's; all of them unless given. */
	readonly isOwn?: (place: RequestPlace) => boolean;
	/** Of what takes long, a fixed sample of so many cases is run, unless all are asked for. */
	readonly most?: number | undefined;
	/** `isOurs`: the world is as the last scene of this subject left it, and all was well then. */
	prepare(stage: Stage, isOurs: boolean): Promise<Scene>;
}
