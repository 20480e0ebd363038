import type { Engine } from '../n8n/engine/engine';
import type { WorldPush } from '../workflows/releaseWorld';
import type { RequestPlace } from './requestPlace';
import type { SweptWorld } from './sweptWorld';

/** One world, which its cases share. */
export interface SweptStage {
	readonly engine: SweptWorld;
	/** Pushes to the monorepo, and what comes of them. */
	readonly releases: ReleaseStage;
	/** As at first, with these services in the catalog. */
	reset(services: readonly string[]): Promise<void>;
}

/** What a worker has: the same, on n8n's engine in this process. */
export interface Stage extends SweptStage {
	readonly engine: Engine;
}

export interface ReleaseStage {
	/** After a reset: where the services answer, and that GitHub's webhooks come in. */
	arrange(): Promise<void>;
	/** Commits and pushes; GitHub delivers it. Gives the commit. */
	push(change: WorldPush): Promise<string>;
	/** Until nothing runs and nothing is found to do. */
	calm(): Promise<unknown>;
	/** One more look of GitHub Watch, and what comes of it. */
	minute(): Promise<void>;
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
	/** The same in a real n8n; absent where that cannot be driven so. */
	readonly prepareInN8n?: (stage: SweptStage, isOurs: boolean) => Promise<Scene>;
}
