import type { Computes } from './lifecycle/computes';
import type { Branch, Project } from './model';
import { DatabaseContent } from './postgres/databaseContent';
import { ORGANIZATION } from './world/world';
import type { NeonWorld } from './world/world';

export const SEED_DATABASE = 'neondb';
export const SEED_ROLE = 'neondb_owner';
export const SEED_PASSWORDS = {
	paintbox: 'npg_sandboxPaintbox1',
	promoteros: 'npg_sandboxPromoteros1',
} as const;

const paintboxSql = `
CREATE TABLE colors (id serial PRIMARY KEY, name text NOT NULL UNIQUE, hex text NOT NULL);
INSERT INTO colors (name, hex) VALUES ('Candle', '#f4b942'), ('Fish', '#2a6f97'), ('Harbour', '#01497c')`;

const promoterosSql = `
CREATE TABLE events (id serial PRIMARY KEY, title text NOT NULL, starts_at timestamptz NOT NULL);
INSERT INTO events (title, starts_at) VALUES ('Opening night', '2026-01-09T19:00:00Z')`;

/** Made up from the first letter to the last: what previews are branched from has nobody's data. */
const previewDataSql = `
CREATE TABLE colors (id serial PRIMARY KEY, name text NOT NULL UNIQUE, hex text NOT NULL);
INSERT INTO colors (name, hex) VALUES ('Example', '#cccccc')`;

/** Unchanged from sandbox to sandbox: what is prepared once serves all in this process. */
const contents = {
	paintbox: DatabaseContent.create(SEED_DATABASE, SEED_ROLE, paintboxSql),
	promoteros: DatabaseContent.create(SEED_DATABASE, SEED_ROLE, promoterosSql),
	previewData: DatabaseContent.create(SEED_DATABASE, SEED_ROLE, previewDataSql),
};

const seeds = [
	{ name: 'paintbox', id: 'sandbox-paintbox-123456', key: 'quiet-hill-a1b2c3d4' },
	{ name: 'promoteros', id: 'sandbox-promoteros-234567', key: 'misty-lake-b2c3d4e5' },
] as const;

/**
 * Candlefish's two projects, each with a protected branch `main` and a compute at rest; paintbox also with the branch
 * that previews are branched from.
 */
export function seedWorld(world: NeonWorld, computes: Computes): void {
	for (const { name, id, key } of seeds) {
		const project = world.addProject({
			id,
			name,
			orgId: ORGANIZATION.id,
			historyRetentionSeconds: 604_800,
		});
		const branch = world.addBranch(project, {
			id: `br-${key}`,
			name: 'main',
			isProtected: true,
			state: 'ready',
		});
		branch.isDefault = true;
		world.addRole(branch, SEED_ROLE, { password: SEED_PASSWORDS[name] });
		world.addDatabase(branch, SEED_DATABASE, SEED_ROLE, contents[name]);
		const endpoint = computes.add(branch, { id: `ep-${key}`, type: 'read_write' });
		endpoint.state = 'idle';
		endpoint.pendingState = undefined;
		endpoint.suspendedAtMs = world.now();
		if (name === 'paintbox') seedPreviewData(world, project, branch);
	}
}

function seedPreviewData(world: NeonWorld, project: Project, parent: Branch): void {
	const branch = world.addBranch(project, {
		id: 'br-quiet-hill-preview1',
		name: 'preview-data',
		parent,
		state: 'ready',
	});
	world.addRole(branch, SEED_ROLE, { password: SEED_PASSWORDS.paintbox });
	world.addDatabase(branch, SEED_DATABASE, SEED_ROLE, contents.previewData);
}
