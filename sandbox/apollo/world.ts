import { createHash } from 'node:crypto';

import type { SandboxServices } from '../kernel/platform';
import { monorepo } from '../kernel/seedRepositories';
import { compose, fieldsIn, type Composition } from './composition';
import { Launcher } from './lifecycle';
import type { CheckWorkflow, Graph, Launch, RegisteredSubgraph, SubgraphChange, Variant } from './model';
import { billingSchema, gatewaySchema, seedGraphs } from './seed';

/** How long a schema check takes, in sandbox milliseconds. */
const checkMs = 4_000;

/** What is published: a document that Apollo is given, or the hash of one that it knows. */
export interface Publication {
	readonly name: string;
	readonly url: string | null;
	readonly revision: string;
	readonly sdl: string | null;
	readonly hash: string | null;
	readonly isSynchronous: boolean;
}

export interface Published {
	readonly launch: Launch | null;
	readonly composition: Composition | null;
	readonly wasCreated: boolean;
	readonly wasUpdated: boolean;
}

export class UnknownHash extends Error {}

/** All that GraphOS holds here. */
export class World {
	readonly graphs = new Map<string, Graph>();
	readonly checks = new Map<string, CheckWorkflow>();
	/** Every document that was ever published, by its hash. */
	private readonly documents = new Map<string, string>();
	readonly launcher: Launcher;

	constructor(readonly services: SandboxServices) {
		this.launcher = new Launcher(services, ({ graphId, name }) =>
			[...(this.graphs.get(graphId)?.variants.values() ?? [])].filter(({ source }) => source === name),
		);
		this.reset();
	}

	now(): number {
		return this.services.clock.now();
	}

	variant(graphId: string, name: string): Variant | undefined {
		return this.graphs.get(graphId)?.variants.get(name);
	}

	/** `candlefish@production`; without a variant it is `current`. */
	variantOf(reference: string): Variant | undefined {
		const [graphId = '', name = 'current'] = reference.split('@');
		return this.variant(graphId, name);
	}

	documentOf(hash: string): string {
		return this.documents.get(hash) ?? '';
	}

	/** Registers a subgraph's schema and launches the variant with it. Nothing changes where all of it is as it was. */
	publish(variant: Variant, publication: Publication): Published {
		const hash = this.hashOf(publication);
		const before = variant.subgraphs.get(publication.name);
		const routingUrl = publication.url ?? before?.routingUrl ?? '';
		if (before?.hash === hash && before.routingUrl === routingUrl) {
			return { launch: null, composition: null, wasCreated: false, wasUpdated: false };
		}
		const entry: RegisteredSubgraph = {
			name: publication.name,
			hash,
			revision: publication.revision,
			routingUrl,
			publishedAtMs: this.now(),
			createdAtMs: before?.createdAtMs ?? this.now(),
		};
		variant.subgraphs.set(publication.name, entry);
		const change: SubgraphChange = { name: publication.name, type: before ? 'MODIFICATION' : 'ADDITION' };
		const composition = this.composed([...variant.subgraphs.values()]);
		const launch = this.launcher.start(variant, [change], composition, publication.isSynchronous);
		return { launch, composition, wasCreated: before === undefined, wasUpdated: before !== undefined };
	}

	/** Removes a subgraph and launches the variant without it. */
	remove(variant: Variant, name: string, isDryRun: boolean): Composition {
		const rest = [...variant.subgraphs.values()].filter((subgraph) => subgraph.name !== name);
		const composition = this.composed(rest);
		if (isDryRun || !variant.subgraphs.delete(name)) return composition;
		this.launcher.start(variant, [{ name, type: 'DELETION' }], composition, false);
		return composition;
	}

	/** Starts a schema check: composition first, then which operations of clients would break. */
	check(variant: Variant, subgraph: string, sdl: string): CheckWorkflow {
		const others = [...variant.subgraphs.values()].filter(({ name }) => name !== subgraph);
		const composition = compose([
			...others.map(({ name, hash }) => ({ name, sdl: this.documentOf(hash) })),
			{ name: subgraph, sdl },
		]);
		const before = variant.subgraphs.get(subgraph);
		const left = fieldsIn(sdl);
		const removed = before ? [...fieldsIn(this.documentOf(before.hash))].filter((field) => !left.has(field)) : [];
		const check: CheckWorkflow = {
			id: this.services.ids.uuid(),
			graphId: variant.graphId,
			variant: variant.name,
			subgraph,
			createdAtMs: this.now(),
			doneAtMs: this.now() + checkMs,
			problems: composition.ok ? [] : composition.problems,
			breaking: composition.ok ? removed : [],
		};
		this.checks.set(check.id, check);
		return check;
	}

	reset(): void {
		this.launcher.reset();
		this.graphs.clear();
		this.checks.clear();
		this.documents.clear();
		const atMs = this.now() - 86_400_000;
		for (const { id, title, variants } of seedGraphs) {
			const made = variants.map(({ name, url, source }): [string, Variant] => [
				name,
				{ graphId: id, name, url, source, createdAtMs: atMs, subgraphs: new Map(), launches: [] },
			]);
			this.graphs.set(id, { id, title, variants: new Map(made) });
		}
		this.seedProduction(atMs);
	}

	private seedProduction(atMs: number): void {
		const variant = this.variant('candlefish', 'production');
		if (!variant) return;
		const { repositories } = this.services;
		const commit = repositories.has(monorepo)
			? repositories.resolve(monorepo, repositories.defaultBranch)?.sha
			: undefined;
		const entries = [
			{
				name: 'gateway',
				sdl: gatewaySchema,
				revision: commit ?? '0'.repeat(40),
				routingUrl: 'https://gateway.candlefish.example/graphql',
			},
			{ name: 'billing', sdl: billingSchema, revision: 'v7', routingUrl: 'https://billing.candlefish.example/graphql' },
		];
		for (const { sdl, ...entry } of entries) {
			const hash = this.keep(sdl);
			variant.subgraphs.set(entry.name, { ...entry, hash, publishedAtMs: atMs, createdAtMs: atMs });
		}
		const changes = entries.map(({ name }): SubgraphChange => ({ name, type: 'ADDITION' }));
		this.launcher.seed(variant, changes, this.composed([...variant.subgraphs.values()]), atMs);
	}

	private composed(subgraphs: readonly RegisteredSubgraph[]): Composition {
		return compose(subgraphs.map(({ name, hash }) => ({ name, sdl: this.documentOf(hash) })));
	}

	private hashOf({ sdl, hash }: Publication): string {
		if (sdl !== null) return this.keep(sdl);
		if (hash !== null && this.documents.has(hash)) return hash;
		throw new UnknownHash(`Partial schema with hash ${hash ?? ''} was not found`);
	}

	private keep(sdl: string): string {
		const hash = createHash('sha256').update(sdl).digest('hex');
		this.documents.set(hash, sdl);
		return hash;
	}
}
