/** What became of one thing when a bundle was removed. */
export interface RemovedThing {
	readonly kind: 'workflow' | 'credential' | 'dataTable';
	readonly name: string;
	readonly change: 'removed' | 'kept';
	/** Why it is still there although it was to go. */
	readonly problem?: string | undefined;
}
