import type { IDataObject } from 'n8n-workflow';

/** What a source holds now. */
export interface SourceReading {
	/** As a person knows it: `AWS secret candlefish/production/api`. */
	readonly name: string;
	/** Of the source, not of its content: earlier syncs from it are found by this. */
	readonly identity: string;
	readonly values: ReadonlyMap<string, string>;
	/** What of it may be seen: platform, name, version. */
	readonly summary: IDataObject;
	/** False where nothing is to be remembered of it, since it lives shortly and many come after it. */
	readonly isRemembered?: boolean;
	/** Whether it may hold nothing at all. */
	readonly mayBeEmpty?: boolean;
	readonly warnings?: readonly string[];
	/** What ECS resolves by itself when a task starts; where the source can be referred to. */
	readonly reference?: (key: string) => string;
}
