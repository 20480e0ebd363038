import type { IDataObject } from 'n8n-workflow';

import type { PresentKey } from '../syncPlan';

/** What a sync does to one key; a null value takes it away. */
export interface KeyWrite {
	readonly key: string;
	readonly value: string | null;
}

export interface Target {
	/** As a person knows it: `Netlify site paintbox`. */
	readonly name: string;
	/** Also of the place in it, so that two syncs into different places do not take each other's keys. */
	readonly identity: string;
	readonly credentialType: string;
	/** What of it may be seen: platform and name. */
	readonly summary: IDataObject;
	/** When what runs there gets the new values. */
	readonly takesEffect: string;
	/** Whether equal marks mean equal values. */
	readonly marksAreDigests: boolean;
	/** Whether it takes references to the source in place of values. */
	readonly takesReferences: boolean;
	/** The key as the target keeps it. @throws OperationFailure for one that it does not take. */
	keyInTarget(key: string): string;
	/** All that it has. */
	read(): Promise<ReadonlyMap<string, PresentKey>>;
	/** Before anything is written. @throws OperationFailure for what cannot be written without harm. */
	check(writes: readonly KeyWrite[]): void;
	/**
	 * Writes; safe to do again. Calls `done` after each key that the target has confirmed.
	 *
	 * @returns the version that holds them, where the target has versions.
	 */
	write(writes: readonly KeyWrite[], done: (key: string) => void): Promise<IDataObject>;
}
