import { ExecuteContext, InstanceSettings, LoadOptionsContext } from 'n8n-core';
import {
	ICredentialsHelper,
	Workflow,
	createRunExecutionData,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { Container } from '@n8n/di';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { checkOutputSchema } from './outputSchema';

// n8n-core keeps its settings in the user folder: a new one, so that no test reads this machine's.
process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'slipway-n8n-core-'));
// A test plants failures by the hundred: what they lead to is asserted, not logged.
process.env.N8N_LOG_LEVEL ??= 'silent';

/** A credential as the harness hands it to a node. */
export interface TestCredential {
	readonly type: ICredentialType;
	/** The id by which a workflow names it, where there are several of its type. */
	readonly role?: string;
	readonly data: ICredentialDataDecryptedObject;
}

export interface NodeRun {
	readonly node: INodeType;
	readonly parameters: INodeParameters;
	readonly credentials?: readonly TestCredential[];
	/** One empty item unless given. */
	readonly items?: readonly INodeExecutionData[];
	readonly continueOnFail?: boolean;
	readonly abortSignal?: AbortSignal;
	/** As n8n numbers it; `execution-under-test` unless given. */
	readonly executionId?: string;
}

/** n8n's own way of applying a declarative credential, with n8n's own expression engine. */
export class TestCredentialsHelper extends ICredentialsHelper {
	constructor(private readonly credentials: readonly TestCredential[]) {
		super();
	}

	private find(typeName: string, id?: string | null): TestCredential {
		const ofType = this.credentials.filter(({ type }) => type.name === typeName);
		const found = ofType.find(({ role }) => role !== undefined && role === id) ?? ofType[0];
		if (!found) throw new Error(`The test gave no credential of type ${typeName}`);
		return found;
	}

	getParentTypes(): string[] {
		return [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.find(typeName).type;
		const options = requestOptions as IHttpRequestOptions;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (authenticate?.type !== 'generic') return options;
		const applied: Record<string, unknown> = {};
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const section: Record<string, unknown> = { ...(Reflect.get(options, part) as object | undefined) };
			for (const [name, value] of Object.entries(values as Record<string, string>)) {
				section[name] = workflow.expression.getSimpleParameterValue(
					node,
					value,
					'internal',
					{ $credentials: credentials },
					undefined,
					'',
				);
			}
			applied[part] = section;
		}
		return { ...options, ...applied };
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.find(typeName).type;
		return preAuthentication
			? ({ ...credentials, ...(await preAuthentication.call(helpers, credentials)) } as ICredentialDataDecryptedObject)
			: undefined;
	}

	async runPreAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('Stored credentials are not part of this harness');
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		{ id }: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		return { ...this.find(type, id).data };
	}

	async updateCredentials(): Promise<void> {
		throw new Error('Stored credentials are not part of this harness');
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('Stored credentials are not part of this harness');
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.find(type).type.properties;
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}
}

function nodeTypesFor(nodeType: INodeType): INodeTypes {
	return {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
}

interface Prepared {
	readonly workflow: Workflow;
	readonly node: INode;
	readonly additionalData: IWorkflowExecuteAdditionalData;
}

/** A workflow of that one node, for any of n8n-core's contexts. */
export function prepareNode(run: Omit<NodeRun, 'items' | 'abortSignal'>): Prepared {
	const { description } = run.node;
	const credentials = run.credentials ?? [];
	const node: INode = {
		id: 'node-under-test',
		name: description.displayName,
		type: `n8n-nodes-slipway.${description.name}`,
		typeVersion: Array.isArray(description.version) ? Math.max(...description.version) : description.version,
		position: [0, 0],
		parameters: run.parameters,
		credentials: Object.fromEntries(
			credentials.map(({ type }) => [type.name, { id: type.name, name: type.displayName }]),
		),
		...(run.continueOnFail && { onError: 'continueRegularOutput' as const }),
	};
	const workflow = new Workflow({
		id: 'workflow-under-test',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypesFor(run.node),
	});
	// The parts of the additional data that n8n-core reads for these contexts.
	const additionalData = {
		credentialsHelper: new TestCredentialsHelper(credentials),
		executionId: run.executionId ?? 'execution-under-test',
		restApiUrl: 'http://127.0.0.1/rest',
		instanceBaseUrl: 'http://127.0.0.1',
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookTestBaseUrl: 'http://127.0.0.1/webhook-test',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		variables: {},
		setExecutionStatus() {},
	} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
	return { workflow, node, additionalData };
}

/** Runs a node's `execute` in n8n-core's real context; its first output's items. Throws what n8n would show. */
export async function runNode(run: NodeRun): Promise<INodeExecutionData[]> {
	const { workflow, node, additionalData } = prepareNode(run);
	const items = run.items ?? [{ json: {} }];
	const inputData = { main: [[...items]] };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'manual',
		createRunExecutionData(),
		0,
		[...items],
		inputData,
		{ node, data: inputData, source: null },
		[],
		run.abortSignal,
	);
	if (!run.node.execute) throw new Error(`${node.name} has no execute`);
	// In the workflow engine, expressions are evaluated inside an isolate that it opens first.
	await workflow.expression.acquireIsolate();
	try {
		const output = await run.node.execute.call(context);
		if (!Array.isArray(output)) throw new Error(`${node.name} returned no items`);
		checkOutputSchema(run.node.description.name, workflow.getNode(node.name)?.parameters ?? {}, output[0] ?? []);
		return output[0] ?? [];
	} finally {
		await workflow.expression.releaseIsolate();
	}
}

/** The JSON of `runNode`'s items. */
export async function runNodeForJson(run: NodeRun): Promise<IDataObject[]> {
	return (await runNode(run)).map(({ json }) => json);
}

/** Runs a picker's search in n8n-core's real context. */
export async function runListSearch(
	run: Omit<NodeRun, 'items' | 'abortSignal'> & {
		readonly method: string;
		readonly filter?: string;
		readonly paginationToken?: string;
	},
): Promise<INodeListSearchResult> {
	const { workflow, node, additionalData } = prepareNode(run);
	const context = new LoadOptionsContext(workflow, node, additionalData, '/');
	const search = run.node.methods?.listSearch?.[run.method];
	if (!search) throw new Error(`${node.name} has no list search ${run.method}`);
	return await search.call(context, run.filter, run.paginationToken);
}

/** n8n-core's settings are made on first use; asking once here gives a clear failure. */
export function instanceSettings(): InstanceSettings {
	return Container.get(InstanceSettings);
}
