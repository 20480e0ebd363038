import type { Page } from 'playwright-core';

import { keepScreenshot } from './browser';

/** The rollback form as a person meets it: one method for each page, in their order. */
export interface RollbackFormPage {
	/** Opens the form's address and, when n8n asks, lets it use the login. */
	open(): Promise<void>;
	/** Page 1. Ends on page 2. */
	ask(action: 'Roll back a service' | 'Lift a hold', reason: string): Promise<void>;
	/** Page 2. Ends on page 3, or on the last page. */
	chooseService(service: string): Promise<void>;
	/** The text of each release on page 3, as it is offered. */
	releases(): Promise<string[]>;
	/** Page 3, without sending it. */
	fillRelease(commit: string, confirmation: string): Promise<void>;
	/** Sends page 3 and gives what the last page says. */
	rollBack(): Promise<Ending>;
	/** What the last page says. */
	ending(): Promise<Ending>;
	/** All text of the page. */
	text(): Promise<string>;
}

export interface Ending {
	readonly title: string;
	readonly message: string;
}

/** `name` goes into the names of the screenshots. */
export function rollbackFormPage(page: Page, n8nOrigin: string, name: string): RollbackFormPage {
	let pageNumber = 0;
	const keep = async (): Promise<void> => {
		pageNumber += 1;
		await keepScreenshot(page, `form-${name}-${pageNumber}`);
	};
	const ending = async (): Promise<Ending> => {
		await page.locator('.header h1').waitFor({ timeout: 60_000 });
		await keep();
		return {
			title: await page.locator('.header h1').innerText(),
			message: await page.locator('.header p').innerText(),
		};
	};
	return {
		async open() {
			await page.goto(`${n8nOrigin}/form/slipway-rollback`);
			const form = page.locator('#n8n-form');
			const allow = page.getByRole('button', { name: 'Allow access' });
			await form.or(allow).first().waitFor();
			// n8n asks once for each login whether the form may use it.
			if (await allow.isVisible()) await allow.click();
			await form.waitFor();
		},
		async ask(action, reason) {
			await page.getByLabel(action, { exact: true }).check();
			await page.getByLabel('Why?').fill(reason);
			await keep();
			await page.getByRole('button', { name: 'Next' }).click();
			await page.getByRole('heading', { name: /which service\?$/ }).waitFor();
		},
		async chooseService(service) {
			await page.getByRole('combobox', { name: 'Service' }).selectOption(service);
			await keep();
			await page.getByRole('button', { name: 'Next' }).click();
			await page.getByRole('heading', { name: /which service\?$/ }).waitFor({ state: 'detached', timeout: 30_000 });
		},
		releases: async () => await page.locator('.multiselect-option label').allInnerTexts(),
		async fillRelease(commit, confirmation) {
			await page
				.locator('.multiselect-option', { hasText: commit.slice(0, 7) })
				.locator('input')
				.check();
			await page.getByLabel(/To confirm/).fill(confirmation);
			await keep();
		},
		async rollBack() {
			await page.getByRole('button', { name: 'Roll back' }).click();
			return await ending();
		},
		ending,
		text: async () => await page.locator('body').innerText(),
	};
}
