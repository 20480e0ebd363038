import type { BuildProblem, CheckWorkflow, Graph, Launch, RegisteredSubgraph, SubgraphInput, Variant } from './model';
import { organization } from './seed';
import type { World } from './world';

type Given = Readonly<Record<string, unknown>>;

export const at = (timeMs: number): string => new Date(timeMs).toISOString();

const atOrNull = (timeMs: number | null): string | null => (timeMs === null ? null : at(timeMs));

const actor = (type: 'GRAPH' | 'USER', actorId: string) => ({ type, actorId });

/** Apollo's objects, as the schema's default resolvers read them: a function is a field with arguments, or one that is costly. */
export class Presenter {
	constructor(private readonly world: World) {}

	graph(graph: Graph): Given {
		return {
			__typename: 'Graph',
			id: graph.id,
			name: graph.title,
			title: graph.title,
			asActor: actor('GRAPH', graph.id),
			variants: () => [...graph.variants.values()].map((variant) => this.variant(variant)),
			variant: ({ name }: Given) => {
				const found = graph.variants.get(String(name));
				return found ? this.variant(found) : null;
			},
			checkWorkflow: ({ id }: Given) => {
				const check = this.world.checks.get(String(id));
				return check && check.graphId === graph.id ? this.check(check) : null;
			},
		};
	}

	user(): Given {
		return {
			__typename: 'User',
			id: 'gh.sandbox',
			name: 'Sandbox',
			asActor: actor('USER', 'gh.sandbox'),
			memberships: () => [{ account: { ...organization, graphs: () => this.graphs() } }],
		};
	}

	variant(variant: Variant): Given {
		const { launches, subgraphs, graphId, name } = variant;
		return {
			__typename: 'GraphVariant',
			id: `${graphId}@${name}`,
			name,
			url: variant.url,
			createdAt: at(variant.createdAtMs),
			isProposal: false,
			graph: () => this.graphNamed(graphId),
			sourceVariant: () => {
				const source = variant.source === null ? undefined : this.world.variant(graphId, variant.source);
				return source ? this.variant(source) : null;
			},
			latestLaunch: () => this.launchOrNull(launches.at(-1)),
			latestApprovedLaunch: () => this.launchOrNull(launches.findLast(({ approvedAtMs }) => approvedAtMs !== null)),
			launch: ({ id }: Given) => this.launchOrNull(launches.find((launch) => launch.id === id)),
			launchSummaries: ({ limit, offset, orderBy }: Given) => {
				const ordered = orderBy === 'CREATED_ASC' ? launches : [...launches].reverse();
				const from = Number(offset);
				return ordered.slice(from, from + Math.min(100, Number(limit))).map((launch) => this.launch(launch));
			},
			subgraphs: () =>
				variant.source === null ? [...subgraphs.values()].map((one) => this.subgraph(variant, one)) : null,
			subgraph: (given: Given) => {
				const found = subgraphs.get(String(given['name']));
				return found ? this.subgraph(variant, found) : null;
			},
		};
	}

	launch(launch: Launch): Given {
		return {
			id: launch.id,
			shortenedID: launch.id.slice(0, 8),
			graphId: launch.graphId,
			graphVariant: launch.variant,
			createdAt: at(launch.createdAtMs),
			approvedAt: atOrNull(launch.approvedAtMs),
			completedAt: atOrNull(launch.completedAtMs),
			supersededAt: atOrNull(launch.supersededAtMs),
			supersededBy: () => this.launchOrNull(launch.supersededBy ?? undefined),
			upstreamLaunch: () => this.launchOrNull(launch.upstream ?? undefined),
			downstreamLaunches: () => launch.downstream.map((one) => this.launch(one)),
			status: launch.status,
			isCompleted: launch.status === 'LAUNCH_COMPLETED',
			isPublished: launch.approvedAtMs !== null,
			subgraphChanges: launch.changes,
			buildInput: this.buildInput(launch),
			build: { input: this.buildInput(launch), result: buildResult(launch) },
		};
	}

	check(check: CheckWorkflow): Given {
		const isDone = this.world.now() >= check.doneAtMs;
		const composes = check.problems.length === 0;
		const passes = composes && check.breaking.length === 0;
		const page = `https://studio.apollographql.com/graph/${check.graphId}/checks/${check.id}`;
		const task = (kind: string, status: string, more: Given) => ({
			__typename: kind,
			id: `${check.id}-${kind}`,
			createdAt: at(check.createdAtMs),
			completedAt: isDone ? at(check.doneAtMs) : null,
			status: isDone ? status : 'PENDING',
			targetURL: page,
			workflow: () => this.check(check),
			...more,
		});
		return {
			id: check.id,
			createdAt: at(check.createdAtMs),
			startedAt: at(check.createdAtMs),
			completedAt: isDone ? at(check.doneAtMs) : null,
			implementingServiceName: check.subgraph,
			status: isDone ? (passes ? 'PASSED' : 'FAILED') : 'PENDING',
			tasks: [
				task('CompositionCheckTask', composes ? 'PASSED' : 'FAILED', {
					coreSchemaModified: composes,
					result: {
						__typename: 'CompositionCheckResult',
						graphCompositionID: check.id,
						errors: check.problems.map(compositionError),
						supergraphSdl: null,
					},
				}),
				task('OperationsCheckTask', composes ? (passes ? 'PASSED' : 'FAILED') : 'BLOCKED', {
					result: composes && isDone ? operationsResult(check) : null,
				}),
			],
		};
	}

	private subgraph({ graphId, name }: Variant, subgraph: RegisteredSubgraph): Given {
		return {
			name: subgraph.name,
			url: subgraph.routingUrl,
			revision: subgraph.revision,
			graphID: graphId,
			graphVariant: name,
			createdAt: at(subgraph.createdAtMs),
			updatedAt: at(subgraph.publishedAtMs),
			deletedAt: null,
			activePartialSchema: () => ({ sdl: this.world.documentOf(subgraph.hash) }),
		};
	}

	private buildInput({ upstream, subgraphs }: Launch): Given {
		return upstream === null
			? { __typename: 'CompositionBuildInput', version: '2.9.0', subgraphs: subgraphs.map(subgraphInput) }
			: {
					__typename: 'FilterBuildInput',
					schemaHash: upstream.id.replaceAll('-', ''),
					filterConfig: { include: ['public'], exclude: [] },
				};
	}

	private launchOrNull(launch: Launch | undefined): Given | null {
		return launch ? this.launch(launch) : null;
	}

	private graphNamed(id: string): Given | null {
		const graph = this.world.graphs.get(id);
		return graph ? this.graph(graph) : null;
	}

	private graphs(): Given[] {
		return [...this.world.graphs.values()].map((graph) => this.graph(graph));
	}
}

export const compositionError = ({ code, message, locations }: BuildProblem) => ({ code, message, locations });

function subgraphInput({ name, hash, revision, routingUrl, publishedAtMs }: SubgraphInput): Given {
	return {
		name,
		hash,
		revision,
		routingURL: routingUrl,
		updatedAt: at(publishedAtMs),
		numberOfFields: null,
		numberOfTypes: null,
	};
}

function buildResult({ problems, supergraph, status }: Launch): Given | null {
	if (problems.length > 0) return { __typename: 'BuildFailure', errorCount: problems.length, errorMessages: problems };
	if (status === 'LAUNCH_INITIATED') return null;
	const document = supergraph ?? '';
	return {
		__typename: 'BuildSuccess',
		coreSchema: {
			coreDocument: document,
			apiDocument: document,
			coreHash: String(document.length),
			apiHash: String(document.length),
		},
	};
}

function operationsResult({ id, breaking, createdAtMs }: CheckWorkflow): Given {
	return {
		id,
		createdAt: at(createdAtMs),
		checkSeverity: breaking.length > 0 ? 'FAILURE' : 'NOTICE',
		numberOfCheckedOperations: 12,
		changes: breaking.map((coordinate) => ({
			severity: 'FAILURE',
			code: 'FIELD_REMOVED',
			category: 'REMOVAL',
			description: `type \`${coordinate.split('.')[0] ?? ''}\`: field \`${coordinate.split('.')[1] ?? ''}\` removed`,
			parentNode: null,
			childNode: null,
		})),
	};
}
