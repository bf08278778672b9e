"""What is stored of contributions and money."""

from apps.funding.models.books import MONEY, PERIOD, Account, Entry, Journal, OpenToTheCommittee, Period
from apps.funding.models.declared import (
    DECLARATION,
    Accelerators,
    Declaration,
    DeclaredFile,
    EstimateAppeal,
    OpeningRequest,
)
from apps.funding.models.money import (
    ASSESSMENT,
    PAYMENT,
    Assessment,
    BankLine,
    BankStatement,
    Instalment,
    Payment,
    ProofOfPayment,
    Settlement,
    Waiver,
    keeps_the_money,
)
from apps.funding.models.rights import ARREARS, ArrearsCase
from apps.funding.models.shares import BUDGET, SCALE, Budget, BudgetLine, Scale, ScaleShare
from apps.funding.models.spending import DETAILS, EXPENDITURE, BankDetails, Expenditure, ExpenditureFile

__all__ = [
    "ARREARS",
    "ASSESSMENT",
    "BUDGET",
    "DECLARATION",
    "DETAILS",
    "EXPENDITURE",
    "MONEY",
    "PAYMENT",
    "PERIOD",
    "SCALE",
    "Accelerators",
    "Account",
    "ArrearsCase",
    "Assessment",
    "BankDetails",
    "BankLine",
    "BankStatement",
    "Budget",
    "BudgetLine",
    "Declaration",
    "DeclaredFile",
    "Entry",
    "EstimateAppeal",
    "Expenditure",
    "ExpenditureFile",
    "Instalment",
    "Journal",
    "OpenToTheCommittee",
    "OpeningRequest",
    "Payment",
    "Period",
    "ProofOfPayment",
    "Scale",
    "ScaleShare",
    "Settlement",
    "Waiver",
    "keeps_the_money",
]
