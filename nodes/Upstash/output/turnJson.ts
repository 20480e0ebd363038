import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../deployment/values/jsonFields';
import type { StoredTurn } from '../api/types';

/** Milliseconds since the epoch as ISO 8601; empty for 0. */
export function isoOf(timeMs: number): string {
	return timeMs === 0 ? '' : new Date(timeMs).toISOString();
}

/** The item that travels through a release, with the release and whose turn it is. */
export function turnItem(item: IDataObject, releaseId: string, turn: IDataObject): IDataObject {
	return { ...item, releaseId, turn };
}

/** What the turn's run was asked for; an empty object where nothing is kept. */
export function askIn({ item }: StoredTurn): IDataObject {
	return isRecord(item) ? (item as IDataObject) : {};
}

/** A turn under its name in an item. */
export function turnJson(turn: StoredTurn, { count, sinceMs }: { count: number; sinceMs: number }): IDataObject {
	return {
		name: turn.name,
		owner: turn.owner,
		executionId: turn.execution,
		takenAt: isoOf(sinceMs),
		count,
		restarts: turn.restarts,
		notes: isRecord(turn.notes) ? (turn.notes as IDataObject) : null,
	};
}

/** A dead execution's turn as *Take Over* found it: `item` starts the run that goes on with its release. */
export function takenOverJson(
	executionId: string,
	{ turn, outcome }: { readonly turn: StoredTurn | undefined; readonly outcome: string },
): IDataObject {
	const isDead = outcome === 'dead';
	return {
		executionId,
		isFound: turn !== undefined,
		isDead,
		outcome,
		turnName: turn?.name ?? '',
		owner: turn?.owner ?? '',
		restarts: turn?.restarts ?? 0,
		item:
			turn !== undefined && isDead && isRecord(turn.item)
				? { ...(turn.item as IDataObject), releaseId: turn.owner, previousExecution: executionId, why: 'restarted' }
				: null,
	};
}
