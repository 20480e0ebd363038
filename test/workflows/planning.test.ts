import { describePlanning } from './planningSuite';

describePlanning(240);
