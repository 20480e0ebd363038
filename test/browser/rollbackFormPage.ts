import type { Page } from 'playwright-core';

import { keepScreenshot } from './browser';

export type FormAction =
	| 'Roll back a service'
	| 'Roll back a whole release'
	| 'Hold a service'
	| 'Lift a hold'
	| 'Show what a release would do';

/** The rollback form as a person meets it: one method for each page, in their order. */
export interface RollbackFormPage {
	/** Opens the form's address and, when n8n asks, lets it use the login. */
	open(): Promise<void>;
	/** Page 1. Ends on page 2, or on the last page. */
	ask(action: FormAction, reason: string): Promise<void>;
	/** What page 2 offers. */
	offered(): Promise<string[]>;
	/** Page 2. Ends on page 3, or on the last page. */
	choose(label: string): Promise<void>;
	/** The text of each deployment on page 3, as it is offered. */
	deployments(): Promise<string[]>;
	/** The cells of the table above them, row by row, without its head. */
	table(): Promise<string[][]>;
	/** Page 3. Ends on page 4, or on the last page. */
	chooseDeployment(commit: string): Promise<void>;
	/** Page 4. Gives what the last page says. Without a reason where the page does not ask for one. */
	confirm(typed: string, reason?: string): Promise<Ending>;
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
	/** Sends the page, and waits for one with another heading. */
	const send = async (button: string): Promise<void> => {
		const heading = await page.locator('h1').first().innerText();
		await keep();
		await page.getByRole('button', { name: button, exact: true }).click();
		await page
			.locator('h1')
			.filter({ hasNotText: new RegExp(`^\\s*${heading.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`) })
			.first()
			.waitFor({ timeout: 60_000 });
	};
	const ending = async (): Promise<Ending> => {
		await page.locator('.header h1').waitFor({ timeout: 60_000 });
		await keep();
		return {
			title: await page.locator('.header h1').innerText(),
			message: await page.locator('.header p').first().innerText(),
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
			await send('Next');
		},
		offered: async () => await page.getByRole('combobox').locator('option:not([disabled])').allInnerTexts(),
		async choose(label) {
			await page.getByRole('combobox').selectOption(label);
			await send('Next');
		},
		deployments: async () => await page.locator('.multiselect-option label').allInnerTexts(),
		async table() {
			const rows = await page.locator('table tbody tr').all();
			return await Promise.all(rows.map(async (row) => await row.locator('td').allInnerTexts()));
		},
		async chooseDeployment(commit) {
			await page
				.locator('.multiselect-option', { hasText: commit.slice(0, 7) })
				.locator('input')
				.check();
			await send('Next');
		},
		async confirm(typed, reason) {
			await page.getByLabel(/To confirm/).fill(typed);
			if (reason !== undefined) await page.getByLabel('Why?').fill(reason);
			await keep();
			await page.getByRole('button', { name: 'Roll back', exact: true }).click();
			return await ending();
		},
		ending,
		text: async () => await page.locator('body').innerText(),
	};
}
