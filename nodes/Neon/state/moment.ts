/** A point in a branch's history. Without either: its latest state. */
export interface Moment {
	readonly timestamp?: string;
	readonly lsn?: string;
}

export function isLatest({ timestamp, lsn }: Moment): boolean {
	return timestamp === undefined && lsn === undefined;
}

/** A moment as the fields of a request, each with that in front: `parent_timestamp`. */
export function momentFields({ timestamp, lsn }: Moment, prefix = ''): Record<string, string> {
	return {
		...(timestamp !== undefined && { [`${prefix}timestamp`]: timestamp }),
		...(lsn !== undefined && { [`${prefix}lsn`]: lsn }),
	};
}
