import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypes,
	type IPollFunctions,
	type IWorkflowBase,
	isNodeClassInstance,
} from 'n8n-workflow';

import { type Impatience, sendWithin } from './impatience';
import { effect } from './life';

const DATA_TABLE = 'n8n-nodes-base.dataTable';
/** The helpers by which a node reaches the world. */
const REQUESTS = ['httpRequest', 'httpRequestWithAuthentication', 'request', 'requestWithAuthentication'];

type Execute = (this: unknown, argument?: IExecuteFunctions) => Promise<unknown>;
type Request = (this: unknown, ...words: unknown[]) => Promise<unknown>;

/** Steps that a test makes fail, with the plain error that n8n's own code throws when it is surprised. */
export class NodeFaults {
	private readonly failing = new Map<string, number>();

	/** n8n asks for a node's type many times a step. */
	private readonly known = new WeakMap<INodeType, INodeType>();

	/** Which requests are given up on early, if any. */
	impatience: Impatience | undefined;

	/** `onEffect` is told after each request of a step. */
	constructor(
		private readonly workflows: ReadonlyMap<string, IWorkflowBase>,
		private readonly onEffect: (workflowId: string | undefined, nodeName: string) => void = () => undefined,
	) {}

	/** The named step of that workflow fails from now on: so many times, or for good. Throws when there is no such step. */
	fail(workflowId: string, nodeName: string, times = Infinity): void {
		const isThere = this.workflows.get(workflowId)?.nodes.some(({ name }) => name === nodeName) === true;
		if (!isThere) throw new Error(`${workflowId} has no step "${nodeName}"`);
		this.failing.set(`${workflowId} ${nodeName}`, times);
	}

	mend(): void {
		this.failing.clear();
		this.impatience = undefined;
	}

	/** Throws when it is that step's turn to fail. */
	check(workflowId: string | undefined, nodeName: string): void {
		const key = `${workflowId} ${nodeName}`;
		const left = this.failing.get(key) ?? 0;
		if (left <= 0) return;
		this.failing.set(key, left - 1);
		throw new Error(`Planted: the step "${nodeName}" failed`);
	}

	/**
	 * The same node types, whose steps fail when told, and send nothing in a life that is over. A Data Table's
	 * failure comes from the store, inside its node.
	 */
	around(nodeTypes: INodeTypes): INodeTypes {
		return {
			...nodeTypes,
			getByNameAndVersion: (type, version) => {
				const node = nodeTypes.getByNameAndVersion(type, version);
				if (type === DATA_TABLE) return node;
				const known = this.known.get(node) ?? this.wrapped(node);
				this.known.set(node, known);
				return known;
			},
		};
	}

	private wrapped(node: INodeType): INodeType {
		const { execute, poll } = node;
		if (poll) return this.wrappedPoll(node, poll);
		if (!execute) return node;
		const check = this.check.bind(this);
		const mortal = this.makeRequestsMortal.bind(this);
		const hasContextArgument = isNodeClassInstance(node);
		return Object.create(node, {
			execute: {
				// n8n's newer nodes take their context as an argument; the older ones as `this`.
				async value(this: IExecuteFunctions, argument?: IExecuteFunctions) {
					const context = hasContextArgument && argument ? argument : this;
					check(context.getWorkflow().id, context.getNode().name);
					mortal(context);
					return await (execute as Execute).call(hasContextArgument ? node : context, argument);
				},
			},
		}) as INodeType;
	}

	private wrappedPoll(node: INodeType, poll: NonNullable<INodeType['poll']>): INodeType {
		const mortal = this.makeRequestsMortal.bind(this);
		return Object.create(node, {
			poll: {
				async value(this: IPollFunctions) {
					mortal(this);
					return await poll.call(this);
				},
			},
		}) as INodeType;
	}

	/** A context is made for one step's one run, and is its own. */
	private makeRequestsMortal(context: IExecuteFunctions | IPollFunctions): void {
		const { id } = context.getWorkflow();
		const { name } = context.getNode();
		for (const word of REQUESTS) {
			const request: unknown = Reflect.get(context.helpers, word);
			if (typeof request !== 'function') continue;
			const send = request as Request;
			const onEffect = this.onEffect;
			const impatience = (): Impatience | undefined => this.impatience;
			Reflect.set(context.helpers, word, async function (this: unknown, ...words: unknown[]): Promise<unknown> {
				return await effect(async () => {
					try {
						return await sendWithin(impatience(), words, async (asked) => await send.apply(this, asked));
					} finally {
						onEffect(id, name);
					}
				});
			});
		}
	}
}
