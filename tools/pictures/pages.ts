import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { runScenario } from '../deliver/run';
import { createSandboxClient } from '../deliver/sandboxClient';
import { SCENARIOS } from '../deliver/scenarios';
import { readRecords, readString } from '../json';
import { createPublicApi } from '../n8n/publicApi';
import { BOARD_LOGIN } from '../sandboxCredentials';
import { PROJECT_FOLDER } from '../stack';
import type { Terminal } from '../terminal';
import { reduceColours } from './png';
import { fillReports } from './reports';
import { signIn, type Target } from './target';

const REPOSITORY = 'candlefish-ai/candlefish';
const PICTURES = join(PROJECT_FOLDER, 'docs', 'pictures');

/** A page for people, and what has to happen before there is anything on it. */
interface Subject {
	/** Of a page that is long, a picture of each part: from one of its headings to before another. */
	readonly pictures: readonly Picture[];
	/** Scenarios of `npm run deliver`, of which each is played once for all subjects. */
	readonly after: readonly string[];
	readonly view: BrowserContextOptions;
	/** Has the daily and weekly reports made first. */
	readonly hasReports?: boolean;
	show(page: Page, target: Target): Promise<void>;
}

interface Picture {
	readonly file: string;
	/** What is seen without scrolling, all of it, or a part of it. */
	readonly shows: 'window' | 'page' | { readonly from?: string; readonly to: string };
}

const DEPLOYMENTS = ['good', 'release', 'release-fails-last'];

/** In this order: what is played for one is what the next ones show. */
export const PAGES: Readonly<Record<string, Subject>> = {
	preview: {
		pictures: [{ file: 'preview-comment.png', shows: 'page' }],
		after: ['preview-open'],
		view: { viewport: { width: 960, height: 600 }, deviceScaleFactor: 1.5 },
		show: showPreview,
	},
	sandbox: {
		pictures: [{ file: 'sandbox.png', shows: 'window' }],
		after: DEPLOYMENTS,
		view: { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1.5 },
		show: showSandbox,
	},
	board: {
		pictures: [
			{ file: 'board.png', shows: { to: 'Backups' } },
			{ file: 'board-reports.png', shows: { from: 'Backups', to: 'Last releases' } },
		],
		after: DEPLOYMENTS,
		view: {
			viewport: { width: 1280, height: 900 },
			deviceScaleFactor: 1.25,
			httpCredentials: { username: BOARD_LOGIN.user, password: BOARD_LOGIN.password },
		},
		hasReports: true,
		show: showBoard,
	},
	form: {
		pictures: [{ file: 'rollback-form.png', shows: 'window' }],
		after: DEPLOYMENTS,
		view: { viewport: { width: 800, height: 660 }, deviceScaleFactor: 1.5 },
		show: showRollbackForm,
	},
};

/** Takes the pages with these names. */
export async function takePages(
	browser: Browser,
	target: Target,
	terminal: Terminal,
	names: readonly string[],
): Promise<void> {
	const played = new Set<string>();
	for (const [name, subject] of Object.entries(PAGES)) {
		if (!names.includes(name)) continue;
		for (const scenario of subject.after.filter((candidate) => !played.has(candidate))) {
			await play(scenario, target, terminal);
			played.add(scenario);
		}
		if (subject.hasReports) await fillReports(browser, target, terminal);
		const page = await browser.newPage(subject.view);
		await subject.show(page, target);
		for (const { file, shows } of subject.pictures) {
			const path = join(PICTURES, file);
			await writeFile(path, reduceColours(await take(page, shows), 128));
			terminal.event(`Wrote ${path}`);
		}
		await page.close();
	}
}

async function take(page: Page, shows: Picture['shows']): Promise<Buffer> {
	if (typeof shows === 'string') return await page.screenshot({ fullPage: shows === 'page' });
	const topOf = async (heading: string): Promise<number> =>
		(await page.getByRole('heading', { name: heading, exact: true }).boundingBox())?.y ?? 0;
	const margin = 12;
	const top = shows.from === undefined ? 0 : (await topOf(shows.from)) - margin;
	const bottom = (await topOf(shows.to)) - margin;
	const width = page.viewportSize()?.width ?? 0;
	return await page.screenshot({ fullPage: true, clip: { x: 0, y: top, width, height: bottom - top } });
}

/** Raises when the scenario does not end as expected: a picture of what does not work would be a lie. */
async function play(name: string, target: Target, terminal: Terminal): Promise<void> {
	const scenario = SCENARIOS.find((candidate) => candidate.name === name);
	if (!scenario) throw new Error(`There is no scenario "${name}"`);
	const { checks } = await runScenario({
		api: createPublicApi({ baseUrl: target.n8nOrigin, apiKey: target.apiKey }),
		sandbox: createSandboxClient(target.sandboxOrigin, target.webhookOrigin),
		repository: REPOSITORY,
		scenario,
		say: (text) => terminal.event(text),
	});
	const unmet = checks.filter(({ isMet }) => !isMet).map(({ what, seen }) => `- ${what} (seen: ${seen})`);
	if (unmet.length > 0) {
		throw new Error(`"${name}" did not end as expected, so no picture was made:\n${unmet.join('\n')}`);
	}
}

async function showSandbox(page: Page, target: Target): Promise<void> {
	await page.goto(`${target.sandboxOrigin}/`);
	await page.getByText('live since').first().waitFor({ timeout: 30_000 });
	await page.waitForTimeout(1500);
}

/** The newest pull request, whose preview is the one that was just made. */
async function showPreview(page: Page, target: Target): Promise<void> {
	const sandbox = createSandboxClient(target.sandboxOrigin, target.webhookOrigin);
	const repositories = await sandbox.state('github', 'repositories');
	const repository = repositories.find(({ full_name: name }) => name === REPOSITORY) ?? {};
	const newest = readRecords(repository, 'pull_requests').at(-1);
	await page.goto(readString(newest ?? {}, 'html_url') ?? '');
	await page.getByRole('heading', { name: /^The preview of .+ is ready$/ }).waitFor();
}

async function showBoard(page: Page, target: Target): Promise<void> {
	await page.goto(`${target.webhookOrigin}/webhook/slipway-board`);
	await page.getByRole('heading', { name: 'What is live', exact: true }).waitFor();
}

/** The page on which a person chooses what to go back to. Nothing is sent: the form ends by itself after a while. */
async function showRollbackForm(page: Page, target: Target): Promise<void> {
	await signIn(page, target);
	await page.goto(`${target.webhookOrigin}/form/slipway-rollback`);
	const form = page.locator('#n8n-form');
	const allow = page.getByRole('button', { name: 'Allow access' });
	await form.or(allow).first().waitFor();
	if (await allow.isVisible()) await allow.click();
	await page.getByLabel('Why?').fill('Checkout shows blank pages');
	await page.getByRole('button', { name: 'Next' }).click();
	const service = 'paintbox-frontend / production';
	await page.getByRole('combobox', { name: 'Service' }).selectOption(service);
	await page.getByRole('button', { name: 'Next' }).click();
	await page.getByRole('heading', { name: `Roll back ${service}`, exact: true }).waitFor({ timeout: 30_000 });
	await page.locator('.multiselect-option input').first().check();
}
