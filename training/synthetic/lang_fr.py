"""French: what papers call things, and things to sell."""

WORDS = """
title: Facture | FACTURE | Facture de vente | FACTURE | Facture client | Votre facture | Note d'honoraires
title_credit: Avoir | AVOIR | Facture d'avoir | Note de crédit
title_order: Bon de commande | Commande | BON DE COMMANDE | Commande fournisseur
title_confirmation: Confirmation de commande | Accusé de réception de commande
number: Numéro de facture | N° de facture | Facture N° | Facture n° | N° facture | Réf. facture | Numéro | FACTURE N° | Facture | N° de pièce | No. facture | N°
date: Date de facture | Date | Date d'émission | Date de facturation | Date facture | Émise le | DATE | Le | Date de la facture | Date d'émission
due: Date d'échéance | Échéance | Échéance le | À payer avant le | Date limite de paiement | Échéance de paiement | Payable le
po: Votre référence | N° de commande | Commande n° | Votre commande | Bon de commande | Réf. commande | Votre n° de commande | Référence client | N° bon de commande | Réf. client
po_date: Date de commande | Commande du
order_no: Notre référence | N° d'affaire | Dossier | Commande interne
quote_no: Devis n° | Réf. devis | Devis
customer_no: N° client | Code client | Client n° | Numéro client | Réf. client | Compte client
seller_vat: N° TVA | TVA intracom. | N° TVA intracommunautaire | TVA | N° de TVA | TVA intracommunautaire | Numéro de TVA | Identifiant TVA | N° TVA intra.
buyer_vat: N° TVA client | TVA client | Votre N° TVA | TVA intracom. client | N° TVA intracommunautaire client
tax_no: SIRET | SIREN | N° SIRET | Siret
registry: RCS {city} {n} | R.C.S. {city} B {n} | APE 4778C RCS {n}
manager: Gérant | Président | Directeur
delivery_date: Date de livraison | Livré le | Livraison | Date de prestation | Date d'expédition
period: Période | Période de facturation | Période de prestation
delivery_note: Bon de livraison | BL n° | N° BL
project: Chantier | Projet | Affaire | Réf. marché
contact: Contact commercial | Contact | Interlocuteur | Votre contact | Suivi par
phone: Tél. | Tél | Téléphone | Tel
fax: Fax | Télécopie
email: E-mail | Courriel | Email | Mél
web: Site | Web | Site internet
page: Page {n} / {m} | Page {n} sur {m} | Page {n} | {n}/{m}
bill_to: Facturé à | Adresse de facturation | Client | Destinataire | Facturer à | À l'attention de | FACTURÉ À | Doit
ship_to: Adresse de livraison | Livré à | Lieu de livraison | Livraison | Expédié à
seller: Vendeur | Émetteur | Fournisseur | De | Prestataire
vendor: Fournisseur | Vendeur | À
buyer: Acheteur | Client | Destinataire
iban: IBAN | Code IBAN
bic: BIC | SWIFT | Code BIC
bank: Banque | Domiciliation | Coordonnées bancaires
account_holder: Titulaire | Titulaire du compte | Bénéficiaire
payment_ref: Référence de paiement | Référence à rappeler
pos: N° | Pos | Ligne | #
sku: Référence | Réf. | Code | Code article | Article
description: Désignation | Description | Libellé | Désignation | Prestation | Article | Produit | Désignation des produits | DESCRIPTION | Détail
quantity: Quantité | Qté | Qte | QTE | Nombre | Qté.
unit: Unité | U | Un.
unit_price: Prix unitaire | P.U. HT | PU HT | Prix unit. HT | Prix unitaire HT | PU | P.U. | Prix | Prix U. HT
discount: Remise | Rem. | Rem % | Remise %
vat_rate: TVA | Taux TVA | TVA % | Taux
amount: Montant HT | Total HT | Prix HT | Montant | Total | Prix total HT | Total ligne HT | Prix total | MONTANT HT
tax_cell: Montant TVA | TVA
gross_cell: Total TTC | Montant TTC
date_cell: Date
lines_total: Sous-total | Total lignes HT | Total brut HT
net: Total HT | Montant HT | Total net HT | Sous-total HT | Montant total HT | TOTAL HT | Net HT | Total hors taxes | Base HT | Sous-total
tax: TVA {rate} | TVA à {rate} | T.V.A. {rate} | Montant TVA {rate} | TVA ({rate}) | TVA
tax_total: Total TVA | Total taxes | Montant TVA | TVA | Total de la TVA | Montant total TVA
total: Total TTC | Montant TTC | TOTAL TTC | Net à payer | Total à payer | Montant total TTC | NET À PAYER | Total général | Total | Net à payer TTC | TTC | Montant dû
due_amount: Solde à payer | Reste à payer | Net à payer | Solde dû | Montant à régler
prepaid: Acompte | Acompte versé | Déjà réglé | Acompte reçu
shipping: Frais de port | Port | Livraison | Transport | Frais d'expédition
rebate: Remise | Remise globale | Remise commerciale | Escompte
tax_base: Base | Base HT | Montant HT
carry: À reporter | Report | Sous-total
terms_label: Conditions de paiement | Conditions de règlement | Règlement | Mode de règlement | Paiement
terms: {days} jours net | Paiement à {days} jours | Paiement à réception | {days} jours fin de mois | Règlement à {days} jours date de facture | 30% d'acompte, solde à {days} jours | Virement à {days} jours
due_sentence: À régler avant le {date}. | Payable au plus tard le {date} | Merci de régler cette facture avant le {date}. | Échéance : {date} | Date limite de règlement : {date} | Escompte 2% avant le {early}, échéance le {date}
pay_sentence: Merci de virer la somme de {total} sur le compte ci-dessous. | Montant de {total} à régler par virement. | Arrêtée la présente facture à la somme de {total}.
number_date: Facture N° {number} du {date} | Facture {number} du {date} | Facture n° {number} en date du {date} | Facture {number} - {date}
po_sentence: Selon votre commande {po} | Votre commande n° {po} | Réf. : commande {po}
intro: Veuillez trouver ci-dessous le détail de nos prestations. | Nous vous remercions de votre confiance. | Suite à votre commande, nous vous facturons : | Franco de port (commande supérieure à 300 € HT)
thanks: Merci de votre confiance ! | Nous vous remercions de votre commande. | MERCI POUR VOTRE ACHAT | Nous restons à votre disposition. | Cordialement
notes: En cas de retard de paiement, indemnité forfaitaire de 40 €. | Pas d'escompte pour paiement anticipé. | Réserve de propriété jusqu'au paiement complet. | Tout retard entraîne une pénalité de 3 fois le taux légal. | TVA acquittée sur les débits. | Conditions générales de vente au verso.
exempt: TVA non applicable, art. 293 B du CGI. | Autoliquidation. | Exonération de TVA, art. 262 ter I du CGI.
currency: Devise | Monnaie
all_amounts: Montants exprimés en {currency} | Tous les prix sont en {currency} | Devise : {currency}
salutation: M. | Mme | Monsieur | Madame
dept: Service comptabilité | Comptabilité fournisseurs | Service achats | Direction financière
units: u | pce | pièce | kg | m | h | heures | boîte | lot | L | jour | m² | forfait | Unité(s) | Kg
trade: Bâtiment | Négoce | Services | Électricité | Plomberie | Imprimerie | Transports | Conseil | Informatique | Meubles | Énergie | Distribution | Matériaux | Peinture | Jardins | Alimentation | Équipement | Industrie | Menuiserie | Automobiles | Textiles | Médical | Logistique | Viandes | Vins
"""

PRODUCTS = """
Chaise de bureau noire | Bureau réglable | Ramette papier A4 | Cartouche toner noir | Dalle LED | Gants nitrile | Goulotte blanche | Perceuse sans fil | Perforateur | Peinture blanche mate
Mastic silicone | Joint torique | Vanne à boisseau | Tube inox | Vis hexagonale | Rondelle zinguée | Vis à bois | Plaque de plâtre | Panneau isolant | Tuile rouge
Plan de travail granit | Porte chêne | Poignée de porte | Parquet stratifié | Dalle moquette grise | Colle carrelage | Engrais gazon | Terreau | Tuyau d'arrosage | Jus de pomme
Eau gazeuse | Café moulu | Lait bio | Pain complet | Vin blanc sec | Huile d'olive vierge | Miel de lavande | Pâtes fraîches | Biscuits sablés | Câble réseau Cat6
Écran 27 pouces | Clé USB 64 Go | Clavier sans fil | Sacoche ordinateur | Cartouche couleur | Disque dur externe | Station d'accueil | Switch 24 ports | Baie serveur | Filtre de rechange
Courroie | Plaquettes de frein | Huile moteur 5W-30 | Pneu hiver | Balais d'essuie-glace | Bougie | Flexible hydraulique | Roulement à billes | Classeur bleu | Enveloppes
Stylos bille | Carton d'expédition | Ruban adhésif | Film à bulles | Étiquettes blanches | Bloc-notes | Trousse de secours | Extincteur | Chaussures de sécurité | Savon de Marseille
"""

SERVICES = """
Pose et mise en service | Main d'œuvre | Forfait déplacement | Prestation de conseil | Développement logiciel | Création de site web | Entretien chaudière | Nettoyage des bureaux | Création graphique | Traduction
Hébergement | Licence logicielle | Formation du personnel | Réparation | Travaux de peinture | Installation électrique | Transport | Évacuation des déchets | Loyer bureaux | Abonnement mensuel
Séance de kinésithérapie | Conseil fiscal | Gestion de projet | Rapport d'expertise | Installation de chantier | Terrassement | Régie | Maintenance logicielle | Consommation électricité | Assurance responsabilité civile
Frais de déplacement | Nuitée avec petit déjeuner | Location d'échafaudage | Campagne publicitaire | Charges locatives | Assistance | Intervention d'urgence | Frais de dossier | Étude technique
"""

DETAILS = """
selon devis | couleur : gris | fixation comprise | origine France | garantie 2 ans | taille L | lot n° 2231-B | code douanier 84713000 | paquet de 10 | acier inoxydable | sur site | au forfait | carton de 12
"""

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
SHORT = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."
DATES = "{d:02}/{m:02}/{y} | {d:02}/{m:02}/{y} | {d:02}/{m:02}/{y} | {d} {Month} {y} | {d:02} {Month} {y} | {d:02}/{m:02}/{yy} | {d:02}-{m:02}-{y} | {d:02}.{m:02}.{y} | {d} {Mon} {y} | {y}-{m:02}-{d:02}"
