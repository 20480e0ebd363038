import { startBuild } from '../../world/builds';
import type { Fly } from '../../fly';
import { addRelease, findRelease, updateRelease } from '../../world/releases';
import { appFields } from './appFields';
import type { AppOf } from './appOf';
import type { Resolvers } from './mutation';
import { mutation, textOf } from './mutation';
import { refusal } from './refusal';
import { releaseFields } from './releaseFields';

/** Releases, and the builds that come before them. */
export function releaseMutations({ world }: Fly, apps: AppOf): Resolvers {
	return {
		createRelease: mutation((input) => {
			const app = apps.named(input['appId']);
			const release = addRelease(world, app, {
				image: textOf(input, 'image'),
				strategy: textOf(input, 'strategy'),
				definition: input['definition'],
			});
			return { app: appFields(world, app), release: releaseFields(release) };
		}),
		updateRelease: mutation((input) => {
			const found = findRelease(world, textOf(input, 'releaseId'));
			if (!found || !apps.isVisible(found.app.name)) throw refusal('Could not find Release', 'NOT_FOUND');
			updateRelease(world, found.release, { status: textOf(input, 'status'), metadata: input['metadata'] });
			return { release: releaseFields(found.release) };
		}),
		createBuild: mutation((input) => {
			const { id, status } = startBuild(world, apps.named(input['appName']).name);
			return { id, status };
		}),
		finishBuild: mutation((input) => {
			const build = world.builds.get(textOf(input, 'buildId'));
			if (build?.appName !== apps.named(input['appName']).name) throw refusal('Could not find Build', 'NOT_FOUND');
			build.status = textOf(input, 'status');
			return { id: build.id, status: build.status, wallclockTimeMs: world.now() - build.startedAtMs };
		}),
	};
}
