/** What the expressions of the linked birth form would say, as far as the screens are tried with them. */
type Answers = Record<string, unknown>;

const certificate = ({ birth_evidence }: Answers) => birth_evidence !== 'certificate';
const unsupported = ({ birth_support_kind }: Answers) => birth_support_kind === undefined;
const twoBefore35 = ({ birth_support_kind }: Answers) =>
  !Array.isArray(birth_support_kind) || !birth_support_kind.includes('two_before_35');
const noAccount = ({ birth_support_pay, ...answers }: Answers) =>
  unsupported(answers) || birth_support_pay !== 'account';

/** When a field is not asked. */
export const HIDDEN_IN_GROUP: Record<string, (answers: Answers) => boolean> = {
  birth_paper_no: certificate,
  birth_paper_date: certificate,
  birth_paper_issuer: certificate,
  poor_cert_date: ({ poor_cert_no, poor_cert_date }) =>
    poor_cert_no === undefined && poor_cert_date === undefined,
  result_form_residence_addr: ({ result_form_residence }) => result_form_residence !== 'post',
  result_form_insurance_addr: ({ result_form_insurance }) => result_form_insurance !== 'post',
  result_form_id_card: ({ id_card }) => id_card !== true,
  result_form_id_card_addr: ({ id_card, result_form_id_card }) =>
    id_card !== true || result_form_id_card !== 'post',
  integrate_account: ({ integrate }) => integrate !== true,
  birth_support_order: twoBefore35,
  birth_support_children: twoBefore35,
  birth_support_pay: unsupported,
  birth_support_account_holder: noAccount,
  birth_support_account_no: noAccount,
  birth_support_account_bank: noAccount,
};

export const derivedOfGroup = ({ child_dob }: Answers): Answers =>
  typeof child_dob === 'string' ? { child_dob_words: `Năm ${child_dob.slice(0, 4)}` } : {};
