import type { IDataObject } from 'n8n-workflow';

import type { KeyWrite, PresentKey } from '../../state/syncPlan';

/** What runs there has the values. */
export interface InEffect {
	readonly takesEffect: string;
	readonly machines: readonly IDataObject[];
	readonly warnings: readonly string[];
}

export interface PendingEffect {
	readonly machines: readonly string[];
	/** As `write` returns them; null where only writing again reveals them. */
	readonly versions: IDataObject | null;
}

/** How a target's values come into effect, where a sync sees to that itself. */
export interface TargetEffect {
	/** What is not shown to have these keys as the target has them now. */
	pending(keys: readonly string[]): Promise<PendingEffect>;
	/** Ids of all machines that a change of the secrets boots. */
	affected(): Promise<readonly string[]>;
	/**
	 * Boots what is pending.
	 *
	 * @param versions what `write` or `pending` returned.
	 * @throws OperationFailure that names each machine that does not run with them.
	 */
	bring(keys: readonly string[], versions: IDataObject): Promise<InEffect>;
}

export interface Target {
	/** As a person knows it: `Netlify site paintbox`. */
	readonly name: string;
	/** Also of the place in it, so that two syncs into different places do not take each other's keys. */
	readonly identity: string;
	readonly credentialType: string;
	/** What of it may be seen: platform and name. */
	readonly summary: IDataObject;
	/** What its credential must be allowed to do, as advice for one that is not. */
	readonly neededAccess: string;
	/** When what runs there gets the new values. */
	readonly takesEffect: string;
	/** Whether equal marks mean equal values. */
	readonly marksAreDigests: boolean;
	/** Whether it takes references to the source in place of values. */
	readonly takesReferences: boolean;
	readonly effect?: TargetEffect;
	/** The key as the target stores it. @throws OperationFailure for one that it does not accept. */
	keyInTarget(key: string): string;
	/** All that it has. */
	read(): Promise<ReadonlyMap<string, PresentKey>>;
	/** Before anything is written. @throws OperationFailure for what cannot be written without harm. */
	check(writes: readonly KeyWrite[]): void;
	/**
	 * Writes; safe to do again. Calls `done` after each key that the target has confirmed, with the mark
	 * that the write left where the target reports it then: any later one is somebody else's.
	 *
	 * @returns the version that holds them, where the target has versions.
	 */
	write(writes: readonly KeyWrite[], done: (key: string, mark?: string | null) => void): Promise<IDataObject>;
}
