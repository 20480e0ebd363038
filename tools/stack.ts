import { join, resolve } from 'node:path';

import { createSandbox, type Sandbox } from '../sandbox';
import { describeLacking, fitBundle } from '../nodes/SlipwayBundle/state/fitBundle';
import { WHOLE_PACKAGE } from '../nodes/SlipwayBundle/state/packageNames';
import { executionError, waitForExecution } from './executionOutcome';
import { readString } from './json';
import { ensureCredentials } from './n8n/ensureCredentials';
import { type N8nInstance, startN8n, type StartN8nOptions } from './n8n/instance';
import type { PublicApi } from './n8n/publicApi';
import type { N8nRuntime } from './n8n/runtime';
import { type QueueN8n, startQueueN8n, type StartQueueOptions } from './queue/queueN8n';
import { fillSandboxCatalog, hasCatalogRows } from './sandboxCatalog';
import { sandboxCredentials } from './sandboxCredentials';
import { packageNames, packagesDirectory } from './vendorPackages';
import { type Bundle, readBundle } from './workflows/bundle';
import { type ConfirmPublication, confirmByPublicationStatus } from './workflows/publication';
import { type PushReport, pushBundle } from './workflows/push';

export const PROJECT_FOLDER = resolve(__dirname, '..');

/** A sandbox and a real n8n with the package, the credentials and the bundle in it. */
export interface Stack {
	readonly sandbox: Sandbox;
	/** The n8n that runs now: another one after `restartN8n`. */
	readonly n8n: N8nInstance;
	readonly api: PublicApi;
	/** In queue mode: all its processes. */
	readonly queue: QueueN8n | undefined;
	readonly packages: PackageChoice;
	/** As it was installed: what the packages lack is left out, or replaced. */
	readonly bundle: Bundle;
	/** Starts n8n again, with the same folder and port, after it ended. */
	restartN8n(): Promise<void>;
	/** Ends both. */
	close(): Promise<void>;
}

export interface StackOptions {
	readonly runtime: N8nRuntime;
	readonly userFolder: string;
	readonly n8nPort?: number;
	/** 0: a free one. */
	readonly sandboxPort?: number;
	/** How much faster than wall time the platforms live. */
	readonly timeScale?: number;
	/** Folder of the bundle; `workflows/` of the project unless told. */
	readonly workflowsFolder?: string;
	readonly environment?: Readonly<Record<string, string>>;
	/** What n8n gets: the whole package unless told, or one for each vendor, which have to be built in `packages/`. */
	readonly packages?: PackageChoice;
	/** Runs n8n in queue mode, on Redis and PostgreSQL. */
	readonly queue?: QueueOptions;
	readonly onEvent?: (text: string) => void;
}

export type PackageChoice = 'whole' | 'vendors';

/** The names of the packages of such an n8n. */
export const namesOf = (choice: PackageChoice = 'whole'): readonly string[] =>
	choice === 'vendors' ? packageNames : [WHOLE_PACKAGE];

export type QueueOptions = Pick<StartQueueOptions, 'workers' | 'postgresFolder' | 'onRestart'>;

/**
 * Starts both side by side, then puts credentials, the example catalog and the bundle in place and runs the set-up
 * workflow. On any failure both are ended again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
	const say = options.onEvent ?? (() => undefined);
	const files = await readBundle(options.workflowsFolder ?? resolve(PROJECT_FOLDER, 'workflows'));
	const { bundle, lacking } = fitBundle(files, namesOf(options.packages));
	const [sandbox, started] = await startBoth(options);
	const { n8n, queue } = started;
	let current = n8n;
	const close = async (): Promise<void> => {
		await Promise.all([queue ? queue.stop() : current.stop(), sandbox.close()]);
	};
	const restartN8n = async (): Promise<void> => {
		if (queue) await queue.start('main');
		else current = await startN8n({ ...n8nOptionsOf(options), port: Number(new URL(n8n.origin).port) });
	};
	try {
		say(`Sandbox at ${sandbox.origin}, n8n at ${n8n.origin} (ready after ${(n8n.readyAfterMs / 1000).toFixed(1)} s)`);
		const { api } = n8n;
		for (const lack of lacking) say(describeLacking(lack));
		await ensureCredentials(api, sandboxCredentials(sandbox.origin), {
			notesFile: join(options.userFolder, 'slipway-credentials.json'),
			onEvent: say,
		});
		await fillSandboxCatalog(api, bundle, sandbox.origin, say);
		const confirmPublication = confirmByPublicationStatus(n8n.session.publicationStatus);
		const report = await pushBundle({ api, bundle, onEvent: say, confirmPublication });
		if (
			report.workflows.some(
				({ change, problems }) => problems.length > 0 && change !== 'edited' && change !== 'archived',
			)
		) {
			throw new Error(`The bundle could not be installed completely:\n${listProblems(report)}`);
		}
		await registerTriggersAgain(api, report, confirmPublication, say);
		// At every start: a sandbox that has just begun has no list of what is watched. But the set-up fills an empty
		// catalog with examples, which a person may have emptied.
		if (await hasCatalogRows(api)) await runSetup(n8n, bundle, report, say);
		return {
			sandbox,
			get n8n() {
				return queue?.main ?? current;
			},
			get api() {
				return (queue?.main ?? current).api;
			},
			queue,
			packages: options.packages ?? 'whole',
			bundle,
			restartN8n,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

interface StartedN8n {
	readonly n8n: N8nInstance;
	readonly queue?: QueueN8n;
	stop(): Promise<void>;
}

async function startOne(options: StackOptions): Promise<StartedN8n> {
	if (options.queue === undefined) {
		const n8n = await startN8n(n8nOptionsOf(options));
		return { n8n, stop: n8n.stop };
	}
	const queue = await startQueueN8n({ ...n8nOptionsOf(options), ...options.queue });
	return { n8n: queue.main, queue, stop: queue.stop };
}

async function startBoth(options: StackOptions): Promise<[Sandbox, StartedN8n]> {
	const sandboxStart = createSandbox({
		port: options.sandboxPort ?? 0,
		...(options.timeScale === undefined ? {} : { timeScale: options.timeScale }),
	});
	const n8nStart = startOne(options);
	const [sandbox, n8n] = await Promise.allSettled([sandboxStart, n8nStart]);
	if (sandbox.status === 'fulfilled' && n8n.status === 'fulfilled') return [sandbox.value, n8n.value];
	if (sandbox.status === 'fulfilled') await sandbox.value.close();
	if (n8n.status === 'fulfilled') await n8n.value.stop();
	throw sandbox.status === 'rejected' ? sandbox.reason : n8n.status === 'rejected' ? n8n.reason : undefined;
}

function n8nOptionsOf({ runtime, userFolder, n8nPort, environment, packages }: StackOptions): StartN8nOptions {
	return {
		runtime,
		userFolder,
		packageDirs: packages === 'vendors' ? packageNames.map((name) => join(packagesDirectory, name)) : [PROJECT_FOLDER],
		...(n8nPort === undefined ? {} : { port: n8nPort }),
		environment: environment ?? {},
	};
}

/**
 * A sandbox that has just begun knows no webhook, while an n8n that was here before believes its own are
 * registered (and with a real GitHub it would be right). Publishing anew registers them.
 */
async function registerTriggersAgain(
	api: PublicApi,
	report: PushReport,
	confirmPublication: ConfirmPublication,
	say: (text: string) => void,
): Promise<void> {
	for (const { id, name, publication } of report.workflows) {
		if ((publication !== 'kept' && publication !== 'left') || id === undefined) continue;
		const { nodes, active, activeVersionId } = await api.getWorkflow(id);
		if (
			!active ||
			!nodes.some(({ type }) => typeof type === 'string' && /^n8n-nodes-slipway[\w-]*\..*trigger$/i.test(type))
		) {
			continue;
		}
		await api.unpublishWorkflow(id);
		// The version that was live: a person's draft stays a draft.
		await api.publishWorkflow(id, activeVersionId);
		const problem = await confirmPublication(id);
		if (problem !== undefined) throw new Error(`${name}: ${problem}`);
		say(`${name}: its webhook registered with the new sandbox`);
	}
}

/** Runs the workflow of the file `00-...json` by its manual trigger, if the bundle has one. */
async function runSetup(
	n8n: N8nInstance,
	bundle: Bundle,
	report: PushReport,
	say: (text: string) => void,
): Promise<void> {
	const setup = bundle.workflows.find((workflow) => workflow.file.startsWith('00-'));
	const pushed = report.workflows.find((workflow) => workflow.portableId === setup?.id);
	if (!setup || pushed?.id === undefined) return;
	const { nodes } = await n8n.api.getWorkflow(pushed.id);
	const trigger = nodes.find((node) => node.type === 'n8n-nodes-base.manualTrigger');
	const triggerName = trigger ? readString(trigger, 'name') : undefined;
	if (triggerName === undefined) throw new Error(`${setup.file} has no manual trigger to start it by.`);
	const executionId = await n8n.session.runWorkflow(pushed.id, triggerName);
	const execution = await waitForExecution(n8n.api, executionId, 60_000);
	const problem = executionError(execution);
	if (problem !== undefined) {
		throw new Error(
			`The set-up workflow "${setup.name}" ended with ${execution.status}: ${problem}\nOpen ${n8n.origin}/workflow/${pushed.id}/executions/${executionId} to see it.`,
		);
	}
	say(`${setup.name}: ran, tables and catalog are in place`);
}

function listProblems(report: PushReport): string {
	return report.workflows
		.flatMap(({ name, problems }) => problems.map((problem) => `- ${name}: ${problem}`))
		.join('\n');
}
