"""Portuguese: what papers call things, and things to sell."""

WORDS = """
title: Fatura | FATURA | Factura | Fatura/Recibo | FATURA
title_credit: Nota de crédito | NOTA DE CRÉDITO
title_order: Encomenda | Ordem de compra | Nota de encomenda | Pedido de compra
title_confirmation: Confirmação de encomenda | Confirmação do pedido
number: Número da fatura | Fatura Nº | N.º fatura | Nº da fatura | Fatura n.º | Número | Factura nº | FATURA Nº | Nº documento | Fatura
date: Data da fatura | Data | Data de emissão | Data fatura | DATA | Emitida em | Data do documento
due: Data de vencimento | Vencimento | Vence em | Pagar até | Data limite de pagamento | Venc.
po: N.º encomenda | Sua encomenda | Nº do pedido | Ordem de compra | V/ encomenda | Sua referência | Pedido nº | V/ Ref.
po_date: Data da encomenda | Data do pedido
order_no: N/ referência | Processo | Ref. interna
quote_no: Orçamento nº | Proposta
customer_no: N.º cliente | Código do cliente | Cliente nº | Cód. cliente
seller_vat: NIF | Contribuinte N.º | NIPC | N.º contribuinte | N.I.F.
buyer_vat: NIF cliente | Contribuinte | V/ contribuinte | NIF do cliente
tax_no: Registo | CNPJ | Matrícula
registry: C.R.C. {city} n.º {n} | Matrícula {n} | Capital social registado {city} {n}
manager: Gerente | Diretor
delivery_date: Data de entrega | Entrega | Data da prestação
period: Período | Período de faturação
delivery_note: Guia de remessa | Guia nº
project: Projeto | Obra | Centro de custo
contact: Contacto | Vendedor | A/C
phone: Tel. | Telefone | Tlf.
fax: Fax
email: E-mail | Email
web: Web | Site
page: Página {n} de {m} | Pág. {n} | Página {n} | {n}/{m}
bill_to: Faturar a | Cliente | Exmo.(s) Sr.(s) | Destinatário | CLIENTE | Dados do cliente
ship_to: Morada de entrega | Local de descarga | Entregar em | Endereço de entrega
seller: Vendedor | Fornecedor | Emitente | De
vendor: Fornecedor | Para
buyer: Comprador | Cliente
iban: IBAN | Conta IBAN
bic: BIC | SWIFT | BIC/SWIFT
bank: Banco | Dados bancários
account_holder: Titular | Beneficiário
payment_ref: Referência | Descritivo
pos: Nº | Linha | Item | #
sku: Código | Referência | Artigo | Ref. | Cód.
description: Descrição | Designação | Artigo | Produto | DESCRIÇÃO | Serviço | Discriminação
quantity: Quantidade | Qtd. | Qtd | Qt. | QUANTIDADE
unit: Un. | Unidade | Un
unit_price: Preço unitário | Preço | Pr. unitário | P. Unit. | Preço unit. | Valor unitário
discount: Desconto | Desc. | Desc. %
vat_rate: IVA | IVA % | Taxa IVA | Taxa
amount: Total | Valor | Valor líquido | Total líquido | VALOR | Montante | Valor total
tax_cell: Valor IVA | IVA
gross_cell: Total c/ IVA
date_cell: Data
lines_total: Total ilíquido | Soma | Mercadoria
net: Total líquido | Subtotal | Base tributável | Incidência | Total s/ IVA | Valor líquido | Base de incidência | SUBTOTAL
tax: IVA {rate} | IVA ({rate}) | Imposto {rate} | Valor do IVA {rate} | IVA
tax_total: Total IVA | IVA | Total de imposto | Imposto
total: Total | TOTAL | Total a pagar | Total da fatura | Total geral | Valor a pagar | TOTAL A PAGAR | Total com IVA | Valor total
due_amount: A pagar | Saldo | Valor em dívida | Por pagar
prepaid: Adiantamento | Já pago | Sinal
shipping: Portes | Transporte | Custos de envio | Frete
rebate: Desconto | Desconto comercial | Desconto financeiro
tax_base: Incidência | Base
carry: A transportar | Transporte
terms_label: Condições de pagamento | Forma de pagamento | Pagamento
terms: {days} dias | Pagamento a {days} dias | Pronto pagamento | Transferência a {days} dias | Pagamento contra entrega
due_sentence: Vencimento: {date} | A pagar até {date}. | Agradecemos o pagamento até {date}.
pay_sentence: Agradecemos a transferência de {total} para a nossa conta. | Valor de {total} por débito direto.
number_date: Fatura n.º {number} de {date} | Fatura {number} de {date} | Fatura Nº {number} emitida em {date}
po_sentence: Conforme a V/ encomenda {po} | Pedido nº {po}
intro: Segue o detalhe dos serviços prestados: | Obrigado pela sua encomenda. | Faturamos o seguinte:
thanks: Obrigado pela preferência! | Com os melhores cumprimentos | OBRIGADO PELA SUA COMPRA
notes: Processado por computador. | Os bens foram colocados à disposição do adquirente nesta data. | Não se aceitam devoluções após 8 dias. | Em caso de atraso são devidos juros.
exempt: Isento de IVA, artigo 14.º do RITI. | IVA - autoliquidação. | Regime de isenção.
currency: Moeda | Divisa
all_amounts: Valores em {currency} | Todos os valores em {currency}
salutation: Sr. | Sra. | Exmo. Sr.
dept: Contabilidade | Departamento de compras | Serviços administrativos
units: un | pç | kg | h | m | cx | l | m2 | par | mês
trade: Construções | Materiais | Elétrica | Móveis | Transportes | Consultoria | Sistemas | Alimentar | Serviços | Instalações | Gráfica | Máquinas | Hotelaria | Energia | Vinhos | Têxteis | Auto | Informática
"""

PRODUCTS = """
Cadeira de escritório preta | Secretária regulável | Papel A4 80g | Toner preto | Painel LED | Luvas de nitrilo | Berbequim sem fios | Tinta branca mate | Silicone transparente | Junta
Válvula de esfera | Tubo inox | Parafuso sextavado | Anilha | Placa de gesso | Painel isolante | Telha vermelha | Porta de carvalho | Puxador | Pavimento flutuante
Adubo para relva | Terra vegetal | Mangueira | Sumo de maçã | Água com gás | Café moído | Leite biológico | Pão integral | Vinho branco | Azeite virgem extra
Mel | Massa | Cabo de rede | Monitor 27 polegadas | Pen USB | Teclado sem fios | Mala para portátil | Tinteiro a cores | Disco externo | Filtro
Correia | Pastilhas de travão | Óleo de motor | Pneu de inverno | Vela | Rolamento | Pasta de arquivo azul | Envelopes | Esferográficas | Caixa de cartão | Fita-cola | Extintor
"""

SERVICES = """
Instalação e arranque | Mão de obra | Deslocação | Consultoria | Desenvolvimento de software | Criação de site | Manutenção de caldeira | Limpeza de escritórios | Design gráfico | Tradução
Alojamento web | Licença | Formação | Reparação | Pintura | Instalação elétrica | Transporte | Gestão de resíduos | Renda do escritório | Mensalidade
Sessão de fisioterapia | Assessoria fiscal | Gestão de projeto | Relatório técnico | Movimento de terras | Consumo de eletricidade | Seguro de responsabilidade civil | Despesas de viagem | Publicidade
"""

DETAILS = "conforme orçamento | cor: cinzento | inclui montagem | origem Portugal | garantia 2 anos | tamanho L | lote 2231-B | embalagem de 10 | aço inoxidável | em obra"
MONTHS = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
SHORT = "jan fev mar abr mai jun jul ago set out nov dez"
DATES = "{d:02}/{m:02}/{y} | {d:02}/{m:02}/{y} | {d:02}-{m:02}-{y} | {d} de {Month} de {y} | {y}-{m:02}-{d:02} | {d:02}/{m:02}/{yy} | {d:02}.{m:02}.{y}"
