"""Numbers by which insurers and hospitals know a person: policy, member, claim and medical record numbers."""

from __future__ import annotations

import re

from redaction.entities import Entity
from redaction.recognizers.labelled import IDENTIFIER, LabelledRecognizer, labels

_INSURED = r"(?:insured|patient|member|subscriber|enrollee|beneficiary|claimant|policy ?holder)(?:['’]?s)?"


class PolicyNumber(LabelledRecognizer):
    """Numbers of policies and of the groups they belong to."""

    entity = Entity.POLICY_NUMBER
    label = labels(
        rf"(?:{_INSURED} )?policy (?:group |or )*(?:group )?(?:or )?(?:feca )?(?:number|no|nr|id)",
        r"policy ?(?:#|№)", r"policy", r"group (?:number|no|id|#)", r"certificate (?:number|no)",
        r"(?:versicherungs(?:schein)?|policen|polizzen) ?(?:nr|nummer|no)", r"versicherungsschein", r"police(?: n°)?",
        r"(?:n°|numéro) de (?:police|contrat)", r"número de póliza", r"póliza", r"(?:numero )?polizza",
        r"polis ?(?:nummer|nr)",
    )  # fmt: skip


class MemberId(LabelledRecognizer):
    """Ids of insured persons, health cards and beneficiaries."""

    entity = Entity.MEMBER_ID
    label = labels(
        rf"{_INSURED} (?:i d |id |ident\w* )(?:number|no|nr|card)?", rf"{_INSURED} (?:number|no|#)",
        r"(?:health|medicare|medicaid|insurance) (?:plan )?(?:card |beneficiary )?(?:i d|id|number|no)", r"mbi",
        r"hicn",
        r"(?:mitglieds|versicherten|krankenversicherten|kvnr|kv) ?(?:nr|nummer|no)",
        r"numéro d['’](?:assuré|adhérent)",
        r"número de (?:afiliado|asegurado|socio)", r"numero (?:assicurato|tessera)", r"lid ?nummer",
        r"verzekerden? ?nummer",
    )  # fmt: skip


class ClaimNumber(LabelledRecognizer):
    """Numbers of claims, losses and authorizations."""

    entity = Entity.CLAIM_NUMBER
    label = labels(
        r"(?:other |original |prior )?claim (?:number|no|id|ref\w*|#)", r"claim", r"loss (?:number|no)",
        r"file number",
        r"(?:prior )?authori[sz]ation (?:number|no|code|id)", r"original ref no", r"icn",
        r"schaden ?(?:nr|nummer)", r"aktenzeichen", r"(?:n°|numéro) de sinistre", r"número de siniestro",
        r"numero (?:di )?sinistro", r"schade ?nummer",
    )  # fmt: skip


class MedicalRecordNumber(LabelledRecognizer):
    """Numbers of patients' records, charts, accounts and encounters."""

    entity = Entity.MEDICAL_RECORD_NUMBER
    label = labels(
        r"(?:medical )?record (?:number|no|#)", r"med rec (?:number|no)?", r"mrn?", r"chart (?:number|no|#)",
        r"patient(?:['’]?s)? (?:account|acct|control) (?:number|no|#)?",
        r"(?:encounter|visit|admission) (?:number|no|id)",
        r"nhs (?:number|no)", r"patienten ?(?:nr|nummer)", r"fallnummer", r"fall nr", r"numéro de dossier", r"ipp",
        r"historia clínica", r"cartella clinica", r"patiënt ?nummer",
    )  # fmt: skip
    value = re.compile(IDENTIFIER + r"|\d{3,}")


class LicensePlate(LabelledRecognizer):
    """Number plates of vehicles, and their identification numbers."""

    entity = Entity.LICENSE_PLATE
    label = labels(
        r"licen[cs]e plate", r"number plate", r"plate (?:number|no|#)", r"tag number", r"vehicle reg(?:istration)?",
        r"(?:kfz|amtliches) ?(?:-? ?kennzeichen)", r"kennzeichen", r"plaque d['’]immatriculation", r"immatriculation",
        r"matrícula", r"targa", r"kenteken", r"vin", r"vehicle identification (?:number|no)",
        r"fahrgestell ?(?:nr|nummer)",
    )  # fmt: skip
    value = re.compile(r"(?=[A-ZÄÖÜ0-9 \-·]*\d)[A-ZÄÖÜ0-9]{1,17}(?:[ \-·][A-Z0-9]{1,6}){0,3}(?![a-z])")
