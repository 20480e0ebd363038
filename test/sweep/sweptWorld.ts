import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import type { SandboxClient } from '../../tools/deliver/sandboxClient';
import type { JsonRecord } from '../../tools/json';
import type { Commit } from '../n8n/engine/engine';

/** One run of a workflow of the bundle. */
export interface SeenRun {
	/** The bundle's own id of it, whatever n8n calls it. */
	readonly workflow: { readonly id: string; readonly name: string };
	readonly mode: string;
	readonly status: string;
	readonly lastNode: string | undefined;
	readonly error: { readonly message: string; readonly stack?: string | undefined } | undefined;
	/** `resultData` is in it. */
	readonly data: unknown;
}

/** The bundle and its clouds, as a case and its invariants need them: on n8n's engine in this process, or in a real n8n. */
export interface SweptWorld {
	readonly sandbox: Sandbox;
	readonly clouds: SandboxClient;
	readonly tables: { rows(name: string): JsonRecord[] };
	readonly runner: { readonly runs: readonly SeenRun[]; settled(): Promise<void> };
	readonly clock: { pass(durationMs: number): Promise<void> };
	/** Runs a workflow of the bundle with that, and all that follows from it, to its end. */
	start(workflowId: string, json?: IDataObject, mode?: 'trigger' | 'manual' | 'integrated'): Promise<unknown>;
	/** A commit that is not delivered. */
	commit(repository: string, change?: JsonRecord): Promise<Commit>;
	runsOf(workflowId: string): SeenRun[];
	incidents(): JsonRecord[];
	openIncidents(): JsonRecord[];
	redis(...command: string[]): Promise<unknown>;
	locks(): Promise<string[]>;
}
